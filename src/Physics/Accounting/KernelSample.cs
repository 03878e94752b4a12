using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>One kernel on a board, with what it did and what it drew.</summary>
/// <param name="Kind">Kernels of a kind share coefficients, such as "gemm/bfloat16".</param>
/// <param name="Time">How long it ran.</param>
/// <param name="Power">Mean board power; ignored when predicting.</param>
/// <param name="Limit">The board's power limit.</param>
/// <param name="Work">Floating-point operations.</param>
/// <param name="Traffic">Bytes that must move at least once.</param>
public sealed record KernelSample(string Kind, Duration Time, Power Power, Power Limit, Flops Work, Bytes Traffic)
{
    /// <summary>What it spent.</summary>
    public Energy Energy => Power * Time;
}
