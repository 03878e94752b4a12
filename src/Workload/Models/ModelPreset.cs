using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Models;

/// <summary>Reads a model from a preset file.</summary>
public static class ModelPreset
{
    private const int Largest = 1 << 28;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="PresetException">Something is missing, unknown or does not fit together; the message lists every fault.</exception>
    public static ModelSpec Read(PresetDocument document)
    {
        PresetSection root = document.Root;
        string name = root.Text("name", Path.GetFileNameWithoutExtension(document.File));
        int hiddenSize = Size(root, "hidden_size"), vocabularySize = Size(root, "vocabulary_size"), maxPositions = Size(root, "max_positions");
        bool tied = root.Flag("tied_embeddings", false);
        int learnedPositions = (int)root.IntegerOr("learned_positions", 0, 0, Largest);
        NormKind norm = root.Has("norm") && root.Choice("norm", "rms", "layer") == "layer" ? NormKind.Layer : NormKind.Rms;
        PrecisionSpec precision = PrecisionOf(root);
        LayerGroup[] layers = [.. root.Sections("layers").Select(GroupOf)];
        if (layers.Length == 0) root.Fault("layers", "is missing; expected a list of layer groups, each with count, attention and feed_forward");
        document.Finish();
        return new ModelSpec(hiddenSize, vocabularySize, layers, tied, learnedPositions, norm) { Name = name, MaxPositions = maxPositions, Precision = precision };
    }

    private static PrecisionSpec PrecisionOf(PresetSection root)
    {
        PrecisionSpec uniform = PrecisionSpec.Uniform(root.Get<NumberFormat>("dtype"));
        if (root.OptionalSection("quantisation") is not { } section) return uniform;
        return uniform with
        {
            Attention = Weights(section, "attention", uniform.Attention),
            FeedForward = Weights(section, "feed_forward", uniform.FeedForward),
            Experts = Weights(section, "experts", uniform.Experts),
            KvCache = section.Get("kv_cache", uniform.KvCache),
        };
    }

    private static WeightFormat Weights(PresetSection section, string role, WeightFormat otherwise) => section.Has(role)
        ? new WeightFormat(section.Get<NumberFormat>(role), (int)section.IntegerOr("elements_per_scale", 0, 0, Largest), section.Get("scales", NumberFormat.Fp32))
        : otherwise;

    private static LayerGroup GroupOf(PresetSection section) => new(
        Size(section, "count"),
        AttentionOf(section.Section("attention")),
        FeedForwardOf(section.Section("feed_forward")));

    private static AttentionSpec AttentionOf(PresetSection section) =>
        section.Choice("family", "grouped-query", "latent") == "latent" ? LatentOf(section) : GroupedOf(section);

    private static GroupedQueryAttention GroupedOf(PresetSection section)
    {
        int heads = Size(section, "heads"), kvHeads = Size(section, "kv_heads");
        if (kvHeads > 0 && heads % kvHeads != 0) section.Fault("kv_heads", $"is {kvHeads}, which does not divide the {heads} heads");
        return new GroupedQueryAttention
        {
            Heads = heads,
            KvHeads = kvHeads,
            HeadDimension = Size(section, "head_dimension"),
            Window = (int)section.IntegerOr("window", 0, 0, Largest),
            QkvBias = section.Flag("qkv_bias", false),
            OutputBias = section.Flag("output_bias", false),
            QkNorm = section.Flag("qk_norm", false),
            Rotary = section.Flag("rotary", true),
        };
    }

    private static LatentAttention LatentOf(PresetSection section)
    {
        int queryRank = (int)section.IntegerOr("query_rank", 0, 0, Largest);
        PresetSection? indexer = section.OptionalSection("indexer");
        if (indexer is not null && queryRank == 0) section.Fault("indexer", "needs compressed queries to read; give query_rank");
        return new LatentAttention
        {
            Heads = Size(section, "heads"),
            QueryRank = queryRank,
            KvRank = Size(section, "kv_rank"),
            PlainHeadDimension = Size(section, "plain_head_dimension"),
            RotaryHeadDimension = Size(section, "rotary_head_dimension"),
            ValueHeadDimension = Size(section, "value_head_dimension"),
            Window = (int)section.IntegerOr("window", 0, 0, Largest),
            Indexer = indexer is null ? null : new SparseIndexer(Size(indexer, "heads"), Size(indexer, "head_dimension"), Size(indexer, "top_k")),
        };
    }

    private static FeedForwardSpec FeedForwardOf(PresetSection section) =>
        section.Choice("family", "dense", "experts") == "experts" ? ExpertsOf(section) : DenseOf(section);

    private static DenseFeedForward DenseOf(PresetSection section) => new(Size(section, "intermediate_size"))
    {
        Gated = section.Flag("gated", true),
        Bias = section.Flag("bias", false),
    };

    private static MixtureOfExperts ExpertsOf(PresetSection section)
    {
        int experts = Size(section, "experts"), perToken = Size(section, "experts_per_token");
        if (perToken > experts) section.Fault("experts_per_token", $"is {perToken}; there are only {experts} experts");
        return new MixtureOfExperts(experts, perToken, Size(section, "expert_intermediate_size"))
        {
            Gated = section.Flag("gated", true),
            SharedIntermediateSize = (int)section.IntegerOr("shared_intermediate_size", 0, 0, Largest),
            RouterBias = section.Flag("router_bias", false),
        };
    }

    private static int Size(PresetSection section, string key) => (int)section.Integer(key, 1, Largest);
}
