using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Records the temperatures, power, clock and refresh rate of one device: the last two whenever they change, the others now and then.</summary>
internal sealed class HeatCounters(DeviceHeat device)
{
    /// <summary>Temperatures move within tens of milliseconds; more records would cost more than the loop itself.</summary>
    private static readonly Duration Period = Duration.FromNanoseconds(25_000_000);

    private SimTime _last;
    private double _joules;
    private double _clock;
    private int _refresh;

    /// <summary>Records what is due after a step.</summary>
    public void Record(SimTime now, int track, IRunRecorder recorder, NameTable names)
    {
        MachineCondition condition = device.Condition;
        if (_refresh == 0) Count(CounterNames.RefreshRate, SimTime.Zero, 1);
        if (_clock == 0) Count(CounterNames.ClockRatio, SimTime.Zero, _clock = 1);
        _refresh = Math.Max(1, _refresh);
        if (condition.RefreshRate != _refresh) Count(CounterNames.RefreshRate, now, _refresh = condition.RefreshRate);
        if (condition.ClockRatio != _clock) Count(CounterNames.ClockRatio, now, _clock = condition.ClockRatio);
        Duration elapsed = now - _last;
        if (elapsed < Period) return;
        Count(CounterNames.Temperature, now, Math.Max(condition.HottestLogic.Degrees, condition.HottestDram.Degrees));
        Count(CounterNames.DramTemperature, now, condition.HottestDram.Degrees);
        Count(CounterNames.Power, now, (device.Tally.Joules - _joules) / elapsed.Seconds);
        (_last, _joules) = (now, device.Tally.Joules);

        void Count(string name, SimTime at, double value) => recorder.Counter(new CounterRecord(track, names.IdOf(name), at, value));
    }
}
