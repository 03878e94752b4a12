using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>The device computes.</summary>
/// <param name="Kernel">What its cores do.</param>
/// <param name="Kind">What kind of work it is.</param>
public sealed record KernelStep(Kernel Kernel, WorkKind Kind) : ProgramStep(Kernel.Name, Kind)
{
    /// <summary>Whether its first stages load while the exchange before it goes on, as far as buffers hold them.</summary>
    public bool LoadsAhead { get; init; }
}
