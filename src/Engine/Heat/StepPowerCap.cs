using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Keeps the mean power of each step of a device below a limit by its clock, as a controller within the step would.</summary>
/// <remarks>The first guess is the cube root of what is too much; memory and links do not follow the clock, so that more steps down may follow.</remarks>
/// <approximation>Leakage counts as when the step begins, and the time between steps, when power is low, is not averaged in.</approximation>
internal sealed class StepPowerCap
{
    private readonly PowerCap _law;
    private readonly EnergyMeter _meter;
    private readonly int _lowest;

    /// <param name="limit">The most that a device may draw.</param>
    /// <param name="lowestClock">The slowest clock over the nominal one.</param>
    /// <param name="meter">Prices what operators do.</param>
    public StepPowerCap(Power limit, double lowestClock, EnergyMeter meter)
    {
        _law = new PowerCap(limit);
        _meter = meter;
        _lowest = OperatingPoint.Within(1, lowestClock).ClockSteps;
    }

    /// <summary>Whether a step draws too much at a point; if so, a slower one to try.</summary>
    /// <param name="timing">The step at the point.</param>
    /// <param name="background">What the device draws whatever it does.</param>
    /// <param name="point">The point.</param>
    public bool TrySlow(StepTiming timing, Power background, ref OperatingPoint point)
    {
        if (point.ClockSteps <= _lowest || timing.Elapsed == Duration.Zero) return false;
        double joules = 0, scale = point.ClockRatio * point.ClockRatio;
        foreach (OperatorTiming op in timing.Operators) joules += _meter.PriceOf(op, scale).Total;
        var power = background + Power.FromWatts(joules / timing.Elapsed.Seconds);
        if (power <= _law.Limit) return false;
        int slower = (int)(point.ClockSteps * _law.RatioFor(power));
        point = point with { ClockSteps = Math.Clamp(slower, _lowest, point.ClockSteps - 1) };
        return true;
    }
}
