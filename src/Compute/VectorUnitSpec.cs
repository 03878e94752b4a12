using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The vector and special-function units of one core.</summary>
/// <param name="FlopsPerCycle">Single-precision operations a cycle of one core; a multiply-add counts two.</param>
/// <param name="SpecialPerCycle">Exponentials, reciprocals and square roots a cycle of one core.</param>
public sealed record VectorUnitSpec(double FlopsPerCycle, double SpecialPerCycle)
{
    /// <summary>The time one core needs for its share of vector work: both kinds issue side by side, the longer one counts.</summary>
    public Duration TimeFor(double flops, double specials, Clock clock)
    {
        double cycles = Math.Ceiling(Math.Max(flops / FlopsPerCycle, specials / SpecialPerCycle));
        return clock.DurationOf(Cycles.FromCount((long)cycles));
    }
}
