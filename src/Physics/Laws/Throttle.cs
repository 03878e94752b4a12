using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>A throttle at work: what it has integrated and which readings are on their way.</summary>
public sealed class Throttle
{
    private readonly ThrottleLaw _law;
    private readonly Queue<(SimTime Time, Celsius Value)> _underway = new();
    private double _integral;
    private Celsius? _reading;

    /// <param name="law">The law.</param>
    public Throttle(ThrottleLaw law) => _law = law;

    /// <summary>The clock's ratio to its nominal frequency, in (0, 1].</summary>
    public double Ratio { get; private set; } = 1;

    /// <summary>Takes a temperature and moves the clock.</summary>
    /// <param name="now">The instant of the temperature; never earlier than the one before.</param>
    /// <param name="temperature">What the sensor feels; it acts after the sensor's delay.</param>
    /// <param name="elapsed">The time since the instant before.</param>
    public void Advance(SimTime now, Celsius temperature, Duration elapsed)
    {
        _underway.Enqueue((now, temperature));
        while (_underway.TryPeek(out (SimTime Time, Celsius Value) oldest) && now - oldest.Time >= _law.SensorDelay)
        {
            _reading = oldest.Value;
            _underway.Dequeue();
        }
        if (_reading is not { } reading) return;
        double margin = _law.Target - reading;
        _integral = Math.Clamp(_integral + _law.IntegralGain * margin * Duration.Min(elapsed, _law.LongestUpdate).Seconds, _law.LowestRatio - 1, 0);
        double wanted = Math.Clamp(1 + _law.ProportionalGain * margin + _integral, _law.LowestRatio, 1);
        Ratio = Math.Clamp(Math.Floor(wanted / _law.RatioStep + 1e-9) * _law.RatioStep, _law.LowestRatio, 1);
    }
}
