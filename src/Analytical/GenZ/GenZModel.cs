namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>A decoder as GenZ describes it: one layer shape, repeated.</summary>
/// <param name="Name">The name, such as "meta-llama/Llama-2-7B".</param>
/// <param name="HiddenSize">The width of the residual stream.</param>
/// <param name="VocabularySize">Tokens in the vocabulary.</param>
/// <param name="Layers">How often the layer repeats.</param>
public sealed record GenZModel(string Name, long HiddenSize, long VocabularySize, long Layers)
{
    /// <summary>Query heads.</summary>
    public required long Heads { get; init; }

    /// <summary>Key and value heads.</summary>
    public required long KvHeads { get; init; }

    /// <summary>Elements of one head.</summary>
    public required long HeadDimension { get; init; }

    /// <summary>The inner width of the feed-forward part, or of one expert; 0 where a state-space layer has none.</summary>
    public required long IntermediateSize { get; init; }

    /// <summary>Matrices into the inner width: 2 where a gate goes along, else 1; 0 where there is no feed-forward part.</summary>
    public required long InputMatrices { get; init; }

    /// <summary>Experts; 1 in a dense model.</summary>
    public long Experts { get; init; } = 1;

    /// <summary>Experts a token goes through.</summary>
    public long ExpertsPerToken { get; init; } = 1;

    /// <summary>The state-space layer that stands in the place of attention; null in a transformer.</summary>
    public GenZStateSpace? StateSpace { get; init; }
}
