using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>What the temperature of a stack asks of the machine until the next look.</summary>
/// <param name="RefreshRate">1, 2 or 4 times the nominal DRAM refresh rate.</param>
/// <param name="ClockRatio">The clock over its nominal frequency, in (0, 1], in steps of the throttle law.</param>
/// <param name="Tripped">The stack passed its absolute limit, or ran away, and has shut down for good.</param>
/// <param name="HottestLogic">The hottest block of the layers that count as logic.</param>
/// <param name="HottestDram">The hottest block of the layers that count as DRAM.</param>
public readonly record struct MachineCondition(int RefreshRate, double ClockRatio, bool Tripped, Celsius HottestLogic, Celsius HottestDram)
{
    /// <summary>A cool machine: nominal refresh and clock.</summary>
    public static MachineCondition Nominal(Celsius ambient) => new(1, 1, false, ambient, ambient);
}
