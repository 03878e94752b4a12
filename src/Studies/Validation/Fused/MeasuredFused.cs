using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Validation.Fused;

/// <summary>A kernel in which devices compute and exchange at the same time, as one of them measured it; numbers are of 16 bits.</summary>
/// <param name="Kind">Its name in the file.</param>
/// <param name="M">Rows of the product on a device; of a dispatch, its tokens.</param>
/// <param name="N">Columns of the product; of a dispatch, the width of a token.</param>
/// <param name="K">Depth of the product on a device; 0 where there is none.</param>
/// <param name="Tokens">Tokens behind the rows of experts; 0 elsewhere.</param>
/// <param name="Experts">Experts of all devices; 0 where there are none.</param>
/// <param name="PerToken">Experts a token goes through.</param>
/// <param name="Heads">Heads of all devices; 0 where there are none.</param>
/// <param name="Ranks">Devices.</param>
/// <param name="SentPerPair">Bytes that each device sends to each other one, as the file counts them.</param>
/// <param name="Measured">The measured time.</param>
internal sealed record MeasuredFused(string Kind, int M, int N, int K, int Tokens, int Experts, int PerToken, int Heads, int Ranks, Bytes SentPerPair, Duration Measured)
{
    /// <summary>Rows of all devices are gathered and multiplied.</summary>
    public const string GatherProduct = "ag_gemm";

    /// <summary>Partial products are summed and dealt out by rows.</summary>
    public const string ProductScatter = "gemm_rs";

    /// <summary>Products of experts, summed over each token's experts and over the devices.</summary>
    public const string ExpertsReduce = "moe_gemm_reduce_ar";

    /// <summary>Tokens go to the devices of their experts.</summary>
    public const string Dispatch = "ep_all_to_all_dispatch";

    /// <summary>Heads of all devices are gathered and multiplied.</summary>
    public const string HeadsProduct = "ulysses_a2a_gemm";

    /// <summary>What the row is, in a few words.</summary>
    public string Shape => $"{Kind} {M} {N} {K} {Experts} {PerToken}";

    /// <summary>Whether a parameter of the machine was fitted on the row; the presets name them.</summary>
    public bool IsFitted => Shape is "ag_gemm 8192 1792 4096 0 0" or "ag_gemm 16384 4096 16384 0 0" or "gemm_rs 8192 11008 512 0 0";

    /// <summary>Why the row is not judged; null if it is.</summary>
    public string? LeftOut => N == 14366 ? "the width is probably a misprint of 14,336" : null;

    /// <summary>Useful operations.</summary>
    public Flops Work => Flops.FromCount(2.0 * M * N * K);
}
