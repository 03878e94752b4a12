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
    /// <summary>After a longer span without a look, the integral moves as if only so long had passed.</summary>
    /// <remarks>The clock can change between steps of a model only; without this bound, a step of hundreds of milliseconds would swing it from end to end.</remarks>
    public Duration LongestUpdate { get; init; } = Duration.FromNanoseconds(10_000_000);

    /// <summary>Holds 100 C with readings a millisecond old and a clock of 1/32 steps down to a quarter.</summary>
    /// <remarks>The gains keep a loop of up to 100 K for the whole clock stable when a step of the model passes between looks.</remarks>
    public static ThrottleLaw Default { get; } = new(Celsius.FromDegrees(100), 0.01, 0.2, 0.25, Duration.FromNanoseconds(1_000_000), 1.0 / 32);
}
