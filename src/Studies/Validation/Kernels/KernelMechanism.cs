using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A mechanism of the kernel models that can be taken out, to see what it is worth.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Without">The chip without it.</param>
/// <param name="WithoutInRow">A row without it, where it is not the chip's; null if rows stay.</param>
internal sealed record KernelMechanism(string Name, Func<ComputeSpec, ComputeSpec> Without, Func<MeasuredKernel, MeasuredKernel>? WithoutInRow = null);
