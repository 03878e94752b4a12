using DeepStack.Sim.Compute;

namespace DeepStack.Sim.Platform;

/// <summary>What a device is: logic and memory.</summary>
/// <param name="Compute">Its logic.</param>
/// <param name="Memory">Its memory.</param>
public sealed record DeviceSpec(ComputeSpec Compute, DeviceMemorySpec Memory)
{
    /// <summary>The same device at another refresh rate and clock.</summary>
    public DeviceSpec At(OperatingPoint point) =>
        new(Compute.ClockedAt(point.ClockSteps, OperatingPoint.FullClock), Memory.At(point));
}
