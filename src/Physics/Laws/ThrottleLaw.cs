using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>Slows the clock so that a temperature stays at its target: a proportional-integral controller on a delayed sensor.</summary>
/// <param name="Target">The temperature to hold.</param>
/// <param name="ProportionalGain">Clock ratio per kelvin above the target.</param>
/// <param name="IntegralGain">Clock ratio per kelvin and second above the target.</param>
/// <param name="LowestRatio">The slowest clock, above zero and at most one.</param>
/// <param name="SensorDelay">How old a reading is when it acts.</param>
/// <param name="RatioStep">The clock moves in steps of this ratio.</param>
public sealed record ThrottleLaw(Celsius Target, double ProportionalGain, double IntegralGain, double LowestRatio, Duration SensorDelay, double RatioStep)
{
    /// <summary>Holds 100 C with readings a millisecond old and a clock of 1/32 steps down to a quarter.</summary>
    public static ThrottleLaw Default { get; } = new(Celsius.FromDegrees(100), 0.02, 2, 0.25, Duration.FromNanoseconds(1_000_000), 1.0 / 32);
}
