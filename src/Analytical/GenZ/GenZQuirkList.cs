namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>The quirks by name.</summary>
public static class GenZQuirkList
{
    /// <summary>All quirks, in the order in which a pass meets them.</summary>
    public static IReadOnlyList<GenZQuirk> All { get; } =
    [
        new("embedding", "the embedding reads a row for each token", q => q with { EmbeddingIsMatrixProduct = false }),
        new("classifier", "prefill classifies the last token of each sequence", q => q with { EveryPromptTokenIsClassified = false }),
        new("causality", "a prompt token attends to those before it", q => q with { AttentionIgnoresCausality = false }),
        new("decode-experts", "decode reads the experts that its whole batch reaches", q => q with { DecodeExpertsIgnoreBatch = false }),
        new("expert-input", "each expert reads the tokens it got", q => q with { ExpertsShareTheirInput = false }),
        new("router", "the router's all-reduce in decode carries a number for each expert", q => q with { DecodeRouterSumsHiddenWidth = false }),
        new("states", "a node computes the states of its own channels", q => q with { StatesAreNotSharded = false }),
        new("convolution", "convolution weights are weights", q => q with { ConvolutionCountsAsCache = false }),
        new("microbatch", "the cache of the whole batch must fit", q => q with { OneMicrobatchMustFit = false }),
        new("network", "the efficiency holds for the network too", q => q with { NetworkIsFullyEfficient = false }),
        new("operations", "a multiply-add is two operations even where nothing fits", q => q with { MultiplyAddsCountOnceIfNothingFits = false }),
    ];
}
