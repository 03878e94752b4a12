using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Results;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Records what banks and links do in those steps of a replica that meet a window, by simulating them again at fidelity event with somebody listening.</summary>
/// <remarks>
/// A step that the run itself simulated goes as the first time, to the picosecond. One that was composed or computed took a little more or less time in the run than
/// it does when it is simulated: its records are stretched to the run's, and a span over it tells the time it takes by itself, so that they can be brought back.
/// </remarks>
internal sealed class WindowRecording
{
    private readonly TimeWindow _window;
    private readonly ExecutorSet _executors;
    private readonly Probe _records;
    private readonly PlacedProbes _place;
    private readonly Probe _probe;
    private readonly int _track;
    private readonly int _name;
    private OperatingPoint _latest;
    private IStepExecutor? _atLatest;

    /// <param name="window">The window.</param>
    /// <param name="executors">What simulates steps.</param>
    /// <param name="records">Who records what happens in the window.</param>
    public WindowRecording(TimeWindow window, ExecutorSet executors, Probe records)
    {
        (_window, _executors, _records) = (window, executors, records);
        _place = new PlacedProbes(records);
        _probe = new Probe(_place);
        _track = records.DefineTrack("steps simulated again");
        _name = records.DefineName("step (ps when simulated)");
    }

    /// <summary>Steps recorded.</summary>
    public int Steps { get; private set; }

    /// <summary>By how much the run's times of them differ from those when they are simulated, added up; as shares of the latter.</summary>
    public double Differences { get; private set; }

    /// <summary>The largest of these differences.</summary>
    public double LargestDifference { get; private set; }

    /// <summary>Records a step that has ended, if it meets the window.</summary>
    /// <param name="shape">Its work.</param>
    /// <param name="point">The point at which it ran.</param>
    /// <param name="start">When the devices began.</param>
    /// <param name="elapsed">How long they took in the run.</param>
    public void Record(StepShape shape, OperatingPoint point, SimTime start, Duration elapsed)
    {
        if (!_window.Meets(start, start + elapsed)) return;
        Duration own = _executors.IsSimulating ? elapsed : _executors.Simulating(point).Execute(shape).Elapsed;
        _records.Span(_track, _name, start, start + elapsed, own.Picoseconds);
        _place.Place(start, own, elapsed);
        Listening(point).Execute(shape);
        Count(elapsed / own);
    }

    private IStepExecutor Listening(OperatingPoint point)
    {
        if (_atLatest is null || point != _latest) (_latest, _atLatest) = (point, _executors.Simulating(point, _probe));
        return _atLatest;
    }

    private void Count(double ratio)
    {
        double difference = Math.Abs(ratio - 1);
        Steps++;
        Differences += difference;
        LargestDifference = Math.Max(LargestDifference, difference);
    }
}
