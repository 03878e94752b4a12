using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>The heat of a run: a device for each replica, followed step by step, recorded as counters, and as maps when all is over.</summary>
internal sealed class RunHeat
{
    private readonly HeatPlan _plan;
    private readonly EnergyMeter _meter;
    private readonly StepPowerCap? _cap;
    private readonly DeviceHeat[] _devices;
    private readonly HeatCounters[] _counters;
    private DeviceHeat _current;

    /// <param name="plan">The stack and the laws.</param>
    /// <param name="options">What the scenario says of heat.</param>
    /// <param name="replicas">Replicas.</param>
    /// <param name="meter">Prices what operators do.</param>
    public RunHeat(HeatPlan plan, HeatOptions options, int replicas, EnergyMeter meter)
    {
        _plan = plan;
        _meter = meter;
        _cap = options.PowerCap is { } limit ? new StepPowerCap(limit, options.LowestClock, meter) : null;
        _devices = [.. Enumerable.Range(0, replicas).Select(_ => new DeviceHeat(plan, options.StartsAtAmbient))];
        _counters = [.. _devices.Select(d => new HeatCounters(d))];
        _current = _devices[0];
    }

    /// <summary>Whether a device has shut down.</summary>
    public bool Tripped { get; private set; }

    /// <summary>Whether some step ran at another point than the nominal one.</summary>
    public bool IsHeldBack => _devices.Any(d => d.IsHeldBack);

    /// <summary>What times the steps of a replica.</summary>
    /// <param name="replica">Its place in the pool.</param>
    /// <param name="executors">What times steps at a point.</param>
    public IStepExecutor ExecutorOf(int replica, Func<OperatingPoint, IStepExecutor> executors) => new HeatedExecutor(_devices[replica], executors, _cap);

    /// <summary>A step has ended; its operators follow.</summary>
    /// <returns>The point at which it ran.</returns>
    public OperatingPoint BeginStep(int replica, SimTime start)
    {
        _current = _devices[replica];
        OperatingPoint point = _current.BeginStep(start);
        _meter.LogicScale = point.ClockRatio * point.ClockRatio;
        return point;
    }

    /// <summary>An operator of the step, which the meter has just accounted.</summary>
    /// <param name="offset">From the step's start to its first repetition.</param>
    /// <param name="op">The operator.</param>
    public void Add(Duration offset, in OperatorTiming op) => _current.Add(offset, op, _meter.Latest);

    /// <summary>All operators of the step are there.</summary>
    public void EndStep(int replica, SimTime end, int track, IRunRecorder recorder, NameTable names)
    {
        _current.EndStep(end);
        _counters[replica].Record(end, track, recorder, names);
        Tripped |= _current.Condition.Tripped;
    }

    /// <summary>The run is over: devices idle to its end, their background is accounted, and maps of the hottest moment of the hottest device are recorded.</summary>
    public void Finish(SimTime end, int devicesOfReplica, IReadOnlyList<int> tracks, IRunRecorder recorder)
    {
        foreach (DeviceHeat device in _devices)
        {
            device.Rest(end);
            _meter.Add(device.Tally.BackgroundOf(devicesOfReplica));
        }
        int hottest = Hottest();
        foreach (HeatMap map in _devices[hottest].Loop.HottestMaps())
        {
            recorder.HeatMap(new HeatMapRecord
            {
                Track = tracks[hottest],
                Name = map.Name == "section" ? "section through the stack" : map.Name,
                At = _devices[hottest].Loop.PeakAt,
                Rows = map.Rows,
                Columns = map.Columns,
                RowNames = map.RowNames.All(n => n.Length == 0) ? [] : map.RowNames,
                Cells = [.. map.Temperatures.Select(Celsius.FromDegrees)],
            });
        }
    }

    /// <summary>What became known of the hottest device.</summary>
    public IReadOnlyList<RunFact> Facts() => HeatFacts.Of(_plan, _devices[Hottest()]);

    private int Hottest()
    {
        int hottest = 0;
        for (int i = 1; i < _devices.Length; i++)
        {
            if (_devices[i].Loop.Peak > _devices[hottest].Loop.Peak) hottest = i;
        }
        return hottest;
    }
}
