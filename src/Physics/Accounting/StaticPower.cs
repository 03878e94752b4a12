using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>Power drawn all the time by a part of the device.</summary>
/// <param name="Name">The part.</param>
/// <param name="Power">At the reference temperature.</param>
/// <param name="Reference">The reference temperature.</param>
/// <param name="Doubling">Kelvin over which it doubles; zero if it does not follow temperature.</param>
public sealed record StaticPower(string Name, Power Power, Celsius Reference, double Doubling)
{
    /// <summary>The power at a temperature.</summary>
    public Power At(Celsius temperature) => Doubling == 0 ? Power : new LeakageLaw(Power, Reference, Doubling).At(temperature);
}
