using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Measured attention of one new token of each of several sequences.</summary>
/// <param name="Heads">The heads.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Context">Tokens that each attends to, its new one included.</param>
internal sealed record MeasuredDecode(AttentionShape Heads, int Sequences, int Context) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Heads.Arithmetic;

    /// <inheritdoc/>
    public override Flops Work => Flops.FromCount(4.0 * Sequences * Context * Heads.QueryHeads * Heads.HeadSize);

    /// <inheritdoc/>
    public override Bytes Traffic => Heads.PerToken * Context * Sequences;

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter)
    {
        var step = new StepShape();
        for (int i = 0; i < Sequences; i++) step.Add(new SequenceSlice(1, Math.Max(1, Context - 1), Samples: true));
        return [cutter.Attention.DecodeKernel(Heads, step)!];
    }
}
