using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Records clock and refresh rate of one device whenever they change, and now and then the highest temperatures and the mean power since the last time.</summary>
internal sealed class HeatCounters(DeviceHeat device)
{
    /// <summary>Between two records of temperature and power; more of them would cost more than the loop itself.</summary>
    private static readonly Duration Period = Duration.FromNanoseconds(250_000_000);

    private SimTime _last;
    private double _joules;
    private double _clock;
    private int _refresh;
    private double _hottest = double.NegativeInfinity;
    private double _hottestDram = double.NegativeInfinity;

    /// <summary>Records what is due after a step.</summary>
    public void Record(SimTime now, int track, IRunRecorder recorder, NameTable names)
    {
        MachineCondition condition = device.Condition;
        if (_refresh == 0) Count(CounterNames.RefreshRate, SimTime.Zero, 1);
        if (_clock == 0) Count(CounterNames.ClockRatio, SimTime.Zero, _clock = 1);
        _refresh = Math.Max(1, _refresh);
        if (condition.RefreshRate != _refresh) Count(CounterNames.RefreshRate, now, _refresh = condition.RefreshRate);
        if (condition.ClockRatio != _clock) Count(CounterNames.ClockRatio, now, _clock = condition.ClockRatio);
        _hottestDram = Math.Max(_hottestDram, condition.HottestDram.Degrees);
        _hottest = Math.Max(_hottest, Math.Max(condition.HottestLogic.Degrees, _hottestDram));
        Duration elapsed = now - _last;
        if (elapsed < Period) return;
        Count(CounterNames.Temperature, now, _hottest);
        Count(CounterNames.DramTemperature, now, _hottestDram);
        Count(CounterNames.Power, now, (device.Tally.Joules - _joules) / elapsed.Seconds);
        (_last, _joules) = (now, device.Tally.Joules);
        _hottest = _hottestDram = double.NegativeInfinity;

        void Count(string name, SimTime at, double value) => recorder.Counter(new CounterRecord(track, names.IdOf(name), at, value));
    }
}
