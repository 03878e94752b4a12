using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>A limit on a device's power, kept by the clock: dynamic power grows with its cube.</summary>
/// <param name="Limit">The most that the device may draw.</param>
public sealed record PowerCap(Power Limit)
{
    /// <summary>The clock ratio at which a device keeps the limit.</summary>
    /// <param name="wanted">What it would draw at its full clock.</param>
    /// <returns>(wanted / limit)^(-1/3), at most one.</returns>
    public double RatioFor(Power wanted) => wanted <= Limit ? 1 : Roots.CubeRoot(Limit / wanted);
}
