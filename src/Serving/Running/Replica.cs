using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Running;

/// <summary>One replica in simulated time: the step that runs and those that are built ahead, on all its ranks together.</summary>
/// <remarks>
/// The engine's loop looks at its inbox and builds a step when a step ends, or when it is idle and something arrives; what arrives in
/// between waits. Ranks step together: an idle one waits for the others, and the slowest decides unless the model knows better.
/// </remarks>
internal sealed partial class Replica : IEventHandler
{
    private const long Decide = 0, StepEnds = 1, DecodesEnd = 2;

    private readonly Simulation _simulation;
    private readonly ReplicaRank[] _ranks;
    private readonly IStepModel _model;
    private readonly HostCosts _costs;
    private readonly StepJitter? _jitter;
    private readonly IServingObserver _observer;
    private readonly ScheduledStep?[][] _inFlight;
    private readonly StepShape[] _shapes;
    private readonly Action<int, RequestTimeline> _dropped;
    private readonly SimTime[] _starts;
    private long _oldest, _next, _launched;
    private SimTime _machineFree;
    private bool _decisionPending;
    private EventId _stepEnds;

    /// <param name="simulation">The world.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="setup">How long steps take.</param>
    /// <param name="costs">Host time.</param>
    /// <param name="observer">Who hears of steps.</param>
    /// <param name="quietUntil">Says until when nothing can arrive.</param>
    /// <param name="dropped">Hears of requests that were dropped because their clients gave them up.</param>
    public Replica(Simulation simulation, ReplicaRank[] ranks, ReplicaSetup setup, HostCosts costs, IServingObserver observer, Func<SimTime> quietUntil, Action<int, RequestTimeline> dropped)
    {
        _dropped = dropped;
        _quietUntil = quietUntil;
        _decodeModel = setup.MergesDecodes && ranks.Length == 1 && observer is IDecodeRunObserver ? setup.Model as IDecodeStepModel : null;
        _simulation = simulation;
        _ranks = ranks;
        _model = setup.Model;
        _costs = costs;
        _jitter = setup.Jitter;
        _observer = observer;
        int depth = ranks.Min(rank => rank.Scheduler.Spec.StepsInFlight);
        _inFlight = [.. Enumerable.Range(0, depth).Select(_ => new ScheduledStep?[ranks.Length])];
        _shapes = new StepShape[ranks.Length];
        _starts = new SimTime[depth];
    }

    /// <summary>Takes a request in at the present instant.</summary>
    public void Receive(ReplicaRank rank, TraceRequest request, RequestPart part = RequestPart.Whole)
    {
        rank.Receive(request, part);
        Wake();
    }

    /// <summary>Something has changed at the present instant; an idle replica looks at it at once, a busy one when its step ends.</summary>
    public void Wake()
    {
        if (_next == _oldest && !_decodesUnderWay) DecideAtThisInstant();
    }

    public void Handle(long payload)
    {
        if (payload == StepEnds) EndStep();
        else if (payload == DecodesEnd) EndDecodes();
        else BuildSteps();
    }

    private void DecideAtThisInstant()
    {
        if (_decisionPending) return;
        _decisionPending = true;
        _simulation.Schedule(_simulation.Now, this, Decide, EventRank.Schedule);
    }

    private void BuildSteps()
    {
        _decisionPending = false;
        foreach (ReplicaRank rank in _ranks) rank.EmptyInbox(_simulation.Now, _dropped);
        if (_decodeModel is not null && TryRunDecodes(_decodeModel)) return;
        while (_next - _oldest < _inFlight.Length)
        {
            int place = (int)(_next % _inFlight.Length);
            (bool any, bool preempted) = ScheduleRanks(place);
            // A step that only preempted leaves room for the next one; with nothing under way, nobody else would ask again.
            if (!any && preempted && _next == _oldest) continue;
            if (!any) return;
            Launch(place);
        }
    }

    /// <summary>Whether the next step is one on which all ranks admit; a group that runs nothing does not wait for it.</summary>
    private bool Admits()
    {
        int interval = _ranks[0].Scheduler.Spec.PrefillInterval;
        return interval == 1 || _launched % interval == 0 || Array.TrueForAll(_ranks, rank => rank.Scheduler.RunningCount == 0);
    }

    private (bool Any, bool Preempted) ScheduleRanks(int place)
    {
        bool any = false, preempted = false, admits = Admits();
        for (int i = 0; i < _ranks.Length; i++)
        {
            ScheduledStep step = _ranks[i].Scheduler.Schedule(_simulation.Now, admits);
            _inFlight[place][i] = step.IsEmpty ? null : step;
            _shapes[i] = step.Shape;
            any |= !step.IsEmpty;
            preempted |= step.Preempted > 0;
        }
        return (any, preempted);
    }

    private void Launch(int place)
    {
        _next++;
        _starts[place] = SimTime.Max(_simulation.Now, _machineFree);
        _machineFree = _starts[place] + DurationOfStep(_launched++);
        _stepEnds = _simulation.Schedule(_machineFree, this, StepEnds, EventRank.Complete);
        for (int i = 0; i < _ranks.Length; i++)
        {
            if (_inFlight[place][i] is { } step) _ranks[i].Scheduler.Launched(step, _starts[place], _machineFree);
        }
    }

    private Duration DurationOfStep(long number)
    {
        Duration machine = Duration.Zero, host = Duration.Zero;
        foreach (StepShape shape in _shapes)
        {
            if (shape.NewTokens == 0) continue;
            host = Duration.Max(host, _costs.OfStep(shape));
            if (_model is not IGroupStepModel) machine = Duration.Max(machine, _model.DurationOf(shape));
        }
        return WithJitter(number, host, _model is IGroupStepModel group ? group.DurationOf(_shapes) : machine);
    }

    private Duration WithJitter(long number, Duration host, Duration machine) =>
        _jitter is null ? host + machine : _jitter.Of(_ranks[0].Number, number, host, machine);

    private void EndStep()
    {
        int place = (int)(_oldest++ % _inFlight.Length);
        for (int i = 0; i < _ranks.Length; i++)
        {
            if (_inFlight[place][i] is { } step) EndStep(_ranks[i], step, _starts[place]);
        }
        DecideAtThisInstant();
    }

    private void EndStep(ReplicaRank rank, ScheduledStep step, SimTime start)
    {
        rank.Scheduler.Complete(step, _simulation.Now);
        _observer.StepEnded(rank.Number, step, start, _simulation.Now);
        for (int i = 0; i < step.Finished.Count; i++)
        {
            RequestTimeline timeline = step.Finished[i];
            _observer.RequestFinished(rank.Number, in timeline);
        }
    }
}
