using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Models;

/// <summary>The architecture of a decoder-only language model: shapes and formats, no weights and no chips.</summary>
/// <remarks>Open one with <see cref="ModelLibrary"/>.</remarks>
public sealed record ModelSpec
{
    private readonly ParameterCount _parameters;

    /// <summary>Checks that the parts fit together and counts the weights.</summary>
    /// <param name="hiddenSize">The width of the residual stream.</param>
    /// <param name="vocabularySize">Tokens in the vocabulary, padding rows of the table included.</param>
    /// <param name="layers">The layers, in order.</param>
    /// <param name="tiedEmbeddings">Whether the LM head is the embedding table.</param>
    /// <param name="learnedPositions">Rows of a table of learned positions; 0 where positions are rotations.</param>
    /// <param name="norm">The normalisation of the residual stream.</param>
    public ModelSpec(int hiddenSize, int vocabularySize, IReadOnlyList<LayerGroup> layers, bool tiedEmbeddings = false, int learnedPositions = 0, NormKind norm = NormKind.Rms)
    {
        HiddenSize = hiddenSize;
        VocabularySize = vocabularySize;
        Layers = layers;
        TiedEmbeddings = tiedEmbeddings;
        LearnedPositions = learnedPositions;
        Norm = norm;
        LayerCount = layers.Sum(group => group.Count);
        _parameters = CountParameters();
    }

    /// <summary>The name to show.</summary>
    public required string Name { get; init; }

    /// <summary>The longest sequence, prompt and output together, in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The number formats.</summary>
    public required PrecisionSpec Precision { get; init; }

    /// <summary>The width of the residual stream.</summary>
    public int HiddenSize { get; }

    /// <summary>Tokens in the vocabulary.</summary>
    public int VocabularySize { get; }

    /// <summary>The layers, in order, equal ones grouped.</summary>
    public IReadOnlyList<LayerGroup> Layers { get; }

    /// <summary>Whether the LM head is the embedding table.</summary>
    public bool TiedEmbeddings { get; }

    /// <summary>Rows of a table of learned positions; 0 where positions are rotations.</summary>
    public int LearnedPositions { get; }

    /// <summary>The normalisation of the residual stream.</summary>
    public NormKind Norm { get; }

    /// <summary>Layers of all groups.</summary>
    public int LayerCount { get; }

    /// <summary>Whether a layer has routed experts.</summary>
    public bool HasExperts => Layers.Any(group => group.FeedForward is MixtureOfExperts);

    /// <summary>All weights by role.</summary>
    public ParameterCount Parameters => _parameters;

    /// <summary>The size of all weights in memory.</summary>
    public Bytes WeightBytes => _parameters.SizeIn(Precision);

    /// <summary>Bytes that a token leaves in the caches of all layers.</summary>
    public Bytes KvBytesPerToken
    {
        get
        {
            Bytes sum = Bytes.Zero;
            foreach (LayerGroup group in Layers) sum += group.KvBytesPerToken(Precision.KvCache) * group.Count;
            return sum;
        }
    }

    /// <summary>Weights that one token goes through: all but the routed experts not chosen for it.</summary>
    public long ActiveParameters
    {
        get
        {
            long idle = 0;
            foreach (LayerGroup group in Layers)
            {
                if (group.FeedForward is MixtureOfExperts moe)
                    idle += group.Count * (moe.Experts - moe.ExpertsPerToken) * moe.ParametersPerExpert(HiddenSize);
            }
            return _parameters.Total - idle;
        }
    }

    /// <summary>Weights of one norm of the residual stream.</summary>
    public long NormParameters => Norm == NormKind.Rms ? HiddenSize : 2L * HiddenSize;

    private ParameterCount CountParameters()
    {
        long table = (long)VocabularySize * HiddenSize;
        var sum = new ParameterCount((long)LearnedPositions * HiddenSize + table, TiedEmbeddings ? 0 : table, 0, 0, 0, NormParameters);
        foreach (LayerGroup group in Layers)
        {
            ParameterCount layer = CountLayer(group);
            sum += new ParameterCount(0, 0, group.Count * layer.Attention, group.Count * layer.FeedForward, group.Count * layer.Experts, group.Count * layer.Other);
        }
        return sum;
    }

    private ParameterCount CountLayer(LayerGroup group)
    {
        long attention = group.Attention.ProjectionParameters(HiddenSize);
        long other = LayerGroup.NormsPerLayer * NormParameters + group.Attention.OtherParameters(HiddenSize);
        return group.FeedForward switch
        {
            DenseFeedForward dense => new ParameterCount(0, 0, attention, dense.Parameters(HiddenSize), 0, other + dense.BiasParameters(HiddenSize)),
            MixtureOfExperts moe => new ParameterCount(0, 0, attention, moe.SharedParameters(HiddenSize), moe.Experts * moe.ParametersPerExpert(HiddenSize), other + moe.RouterParameters(HiddenSize)),
            _ => throw new InvalidOperationException($"Unknown feed-forward family {group.FeedForward.GetType().Name}."),
        };
    }
}
