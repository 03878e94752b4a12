using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>Leakage heats the device faster than its cooling can carry away: there is no steady temperature.</summary>
public sealed class ThermalRunawayException : Exception
{
    /// <param name="reached">The highest temperature at which this was certain.</param>
    public ThermalRunawayException(Celsius reached)
        : base($"Thermal runaway: at {reached.Degrees:F1} C every further kelvin adds leakage that heats by more than a kelvin. Cool better, spend less, or take a process that leaks less.") =>
        Reached = reached;

    /// <summary>Needed by serialisers only.</summary>
    public ThermalRunawayException()
    {
    }

    /// <param name="message">What happened.</param>
    public ThermalRunawayException(string message)
        : base(message)
    {
    }

    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public ThermalRunawayException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The highest temperature at which runaway was certain.</summary>
    public Celsius Reached { get; }
}
