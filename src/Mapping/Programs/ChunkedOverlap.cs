using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Lets exchanges go on beside the products next to them, chunk by chunk, as fused kernels do.</summary>
/// <remarks>
/// A product that is followed by an exchange hands over its tiles as waves end (GEMM into reduce-scatter or all-reduce, experts into combine);
/// one that follows an exchange computes the tiles whose rows have come (all-gather into GEMM, dispatch into experts). A product of a single
/// wave has nothing to hand over early, and a small exchange is not cut.
/// </remarks>
public static class ChunkedOverlap
{
    /// <summary>An exchange is not cut into smaller vectors than this: the fixed time of each piece would outweigh what overlaps.</summary>
    private static readonly Bytes SmallestChunk = Bytes.FromCount(64 << 10);

    /// <summary>Joins products and exchanges in pairs; each belongs to one pair at most, the first that fits.</summary>
    /// <param name="steps">Steps in order.</param>
    /// <param name="chunks">The most pieces; at least 1.</param>
    public static IReadOnlyList<ProgramStep> Join(IReadOnlyList<ProgramStep> steps, int chunks)
    {
        if (chunks == 1) return steps;
        ProgramStep[] joined = [.. steps];
        for (int i = 1; i < joined.Length; i++)
        {
            if (joined[i - 1].Chunks > 1 || ProductOf(joined[i - 1], joined[i]) is not { } product || joined[i].Scope != joined[i - 1].Scope) continue;
            joined[i] = joined[i] with { Chunks = (int)Math.Max(1, Math.Min(Math.Min(chunks, product.Waves), SizeOf(joined[i - 1], joined[i]).Count / SmallestChunk.Count)) };
        }
        return joined;
    }

    /// <summary>The boundary in waves up to which a chunk of a product reaches.</summary>
    /// <param name="product">The product.</param>
    /// <param name="done">Chunks.</param>
    /// <param name="chunks">Chunks in all.</param>
    public static long WavesOf(Kernel product, int done, int chunks) => product.Waves * done / chunks;

    private static Bytes SizeOf(ProgramStep first, ProgramStep second) => ((CollectiveStep)(second is CollectiveStep ? second : first)).Size;

    /// <summary>The kernel among a product and an exchange.</summary>
    private static Kernel? ProductOf(ProgramStep first, ProgramStep second) => (first, second) switch
    {
        (KernelStep { Kind: WorkKind.MatrixProduct or WorkKind.Experts } kernel, CollectiveStep) => kernel.Kernel,
        (CollectiveStep, KernelStep { Kind: WorkKind.MatrixProduct or WorkKind.Experts } kernel) => kernel.Kernel,
        _ => null,
    };
}
