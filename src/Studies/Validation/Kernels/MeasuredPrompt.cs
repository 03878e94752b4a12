using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Measured attention of the prompts of several sequences.</summary>
/// <param name="Heads">The heads.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Tokens">New tokens of each.</param>
/// <param name="Context">Tokens that were there before.</param>
internal sealed record MeasuredPrompt(AttentionShape Heads, int Sequences, int Tokens, int Context) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Heads.Arithmetic;

    /// <inheritdoc/>
    public override Flops Work => Flops.FromCount(4.0 * Sequences * Tokens * (Context + (Tokens + 1) / 2.0) * Heads.QueryHeads * Heads.HeadSize);

    /// <inheritdoc/>
    public override Bytes Traffic => (Heads.PerToken * ((long)Context + Tokens) + Heads.Arithmetic.SizeOf(2L * Tokens * Heads.QueryHeads * Heads.HeadSize)) * Sequences;

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter) =>
        [cutter.Attention.PrefillKernel(Heads, new SequenceSlice(Tokens, Context, Samples: true), Sequences)];
}
