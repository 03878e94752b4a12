namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Where GenZ departs from what its own terms ask for; each true value keeps its behaviour, each false one corrects it.</summary>
public sealed record GenZQuirks
{
    /// <summary>All as in that tool.</summary>
    public static GenZQuirks AsTheTool { get; } = new();

    /// <summary>All corrected.</summary>
    public static GenZQuirks Corrected { get; } = GenZQuirkList.All.Aggregate(AsTheTool, (quirks, quirk) => quirk.Correct(quirks));

    /// <summary>The embedding is a matrix product over the vocabulary; corrected: a row is read and written for each token.</summary>
    public bool EmbeddingIsMatrixProduct { get; init; } = true;

    /// <summary>Prefill classifies every prompt token; corrected: the last of each sequence.</summary>
    public bool EveryPromptTokenIsClassified { get; init; } = true;

    /// <summary>Every prompt token attends to the whole prompt; corrected: to itself and those before it.</summary>
    public bool AttentionIgnoresCausality { get; init; } = true;

    /// <summary>Decode reads the experts of a single token; corrected: those that uniformly routed tokens of the batch reach, on average.</summary>
    public bool DecodeExpertsIgnoreBatch { get; init; } = true;

    /// <summary>The experts of a node form one product in prefill, which reads its input once, of whole rows for each sequence; corrected: each reads the tokens it got.</summary>
    public bool ExpertsShareTheirInput { get; init; } = true;

    /// <summary>The router's all-reduce in decode carries the hidden width; corrected: a number for each expert.</summary>
    public bool DecodeRouterSumsHiddenWidth { get; init; } = true;

    /// <summary>Every node computes the states of all channels; corrected: of its own.</summary>
    public bool StatesAreNotSharded { get; init; } = true;

    /// <summary>The weights of a convolution count as cache; corrected: as weights.</summary>
    public bool ConvolutionCountsAsCache { get; init; } = true;

    /// <summary>The cache of one microbatch must fit; corrected: that of the whole batch in the pipeline.</summary>
    public bool OneMicrobatchMustFit { get; init; } = true;

    /// <summary>The efficiency divides arithmetic and memory only; corrected: the network too.</summary>
    public bool NetworkIsFullyEfficient { get; init; } = true;

    /// <summary>Where nothing fits, a multiply-add counts as one operation; corrected: as two, as elsewhere.</summary>
    public bool MultiplyAddsCountOnceIfNothingFits { get; init; } = true;
}
