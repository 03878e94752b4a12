using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Running;

/// <summary>One replica in simulated time: its scheduler, the step that runs and those that are built ahead.</summary>
internal sealed class Replica : IEventHandler
{
    private const long Decide = 0, StepEnds = 1;

    private readonly Simulation _simulation;
    private readonly int _number;
    private readonly ReplicaScheduler _scheduler;
    private readonly IStepModel _model;
    private readonly IServingObserver _observer;
    private readonly ScheduledStep?[] _inFlight;
    private readonly SimTime[] _starts;
    private long _oldest, _next;
    private SimTime _machineFree;
    private bool _decisionPending;

    public Replica(Simulation simulation, int number, ReplicaScheduler scheduler, IStepModel model, IServingObserver observer)
    {
        _simulation = simulation;
        _number = number;
        _scheduler = scheduler;
        _model = model;
        _observer = observer;
        _inFlight = new ScheduledStep?[scheduler.Spec.StepsInFlight];
        _starts = new SimTime[_inFlight.Length];
    }

    /// <summary>Takes a request in at the present instant.</summary>
    public void Arrive(TraceRequest request)
    {
        _scheduler.Arrive(request, request.Arrival, _simulation.Now);
        DecideAtThisInstant();
    }

    public void Handle(long payload)
    {
        if (payload == StepEnds) EndStep();
        else BuildSteps();
    }

    private void DecideAtThisInstant()
    {
        if (_decisionPending || _next - _oldest == _inFlight.Length) return;
        _decisionPending = true;
        _simulation.Schedule(_simulation.Now, this, Decide, EventRank.Schedule);
    }

    private void BuildSteps()
    {
        _decisionPending = false;
        while (_next - _oldest < _inFlight.Length)
        {
            ScheduledStep step = _scheduler.Schedule(_simulation.Now);
            // A step that only preempted leaves room for the next one; with nothing under way, nobody else would ask again.
            if (step.IsEmpty && step.Preempted > 0 && _next == _oldest) continue;
            if (step.IsEmpty) return;
            int place = (int)(_next++ % _inFlight.Length);
            _inFlight[place] = step;
            _starts[place] = SimTime.Max(_simulation.Now, _machineFree);
            _machineFree = _starts[place] + _model.DurationOf(step.Shape);
            _simulation.Schedule(_machineFree, this, StepEnds, EventRank.Complete);
        }
    }

    private void EndStep()
    {
        int place = (int)(_oldest++ % _inFlight.Length);
        ScheduledStep step = _inFlight[place]!;
        _inFlight[place] = null;
        _scheduler.Complete(step, _simulation.Now);
        _observer.StepEnded(_number, step, _starts[place], _simulation.Now);
        for (int i = 0; i < step.Finished.Count; i++)
        {
            RequestTimeline timeline = step.Finished[i];
            _observer.RequestFinished(_number, in timeline);
        }
        DecideAtThisInstant();
    }
}
