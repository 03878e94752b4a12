using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Running;

/// <content>Runs of pure decode steps as one event, with the times that single steps would have.</content>
internal sealed partial class Replica
{
    private readonly Func<SimTime> _quietUntil;
    private readonly IDecodeStepModel? _decodeModel;
    private readonly DecodeRun _decodes = new();
    private bool _decodesUnderWay;

    /// <summary>Takes a run of decode steps as one event; its last step is decided before anything can arrive.</summary>
    /// <remarks>Where a step is built while another runs, the run begins with the running one, and its object becomes that of the step after the run.</remarks>
    private bool TryRunDecodes(IDecodeStepModel model)
    {
        if (_next - _oldest != _inFlight.Length - 1) return false;
        ReplicaScheduler scheduler = _ranks[0].Scheduler;
        int place = (int)(_oldest % _inFlight.Length);
        ScheduledStep? ahead = _next > _oldest ? _inFlight[place][0] : null;
        int most = scheduler.DecodeStepsAhead(ahead);
        if (most < 2) return false;
        SimTime end = TimeDecodes(model, scheduler, ahead, ahead is null ? SimTime.Max(_simulation.Now, _machineFree) : _starts[place], most);
        if (_decodes.Steps.Length < 2) return false;
        _launched += _decodes.Steps.Length;
        scheduler.AdvanceDecodes(_decodes, ahead, _simulation.Now);
        if (ahead is not null) _simulation.Cancel(_stepEnds);
        _machineFree = end;
        _decodesUnderWay = true;
        _simulation.Schedule(_decodes.Steps[^1].End, this, DecodesEnd, EventRank.Complete);
        return true;
    }

    /// <summary>Finds when the steps of a run end.</summary>
    /// <returns>The end of the last step that is built during the run.</returns>
    private SimTime TimeDecodes(IDecodeStepModel model, ReplicaScheduler scheduler, ScheduledStep? ahead, SimTime start, int most)
    {
        int sequences = scheduler.RunningCount;
        (long context, int longest) = scheduler.RunningContexts();
        _decodes.Begin(start, ahead is null ? context : context - sequences);
        Duration host = _costs.OfStep(sequences, sequences);
        SimTime quiet = _quietUntil(), decided = _simulation.Now, end = ahead is null ? start : _machineFree;
        for (int steps = 0; steps < most && decided < quiet; steps++)
        {
            SimTime before = end;
            end += WithJitter(_launched + steps, host, model.DurationOfDecode(sequences, context + (long)steps * sequences, longest + steps));
            decided = ahead is null ? end : before;
            _decodes.AddStep(new DecodeStep(decided, 0, sequences, scheduler.WaitingCount));
        }
        return end;
    }

    private void EndDecodes()
    {
        _decodesUnderWay = false;
        ((IDecodeRunObserver)_observer).DecodeRunEnded(_ranks[0].Number, _decodes);
        if (_next > _oldest)
        {
            _starts[_oldest % _inFlight.Length] = _simulation.Now;
            _stepEnds = _simulation.Schedule(_machineFree, this, StepEnds, EventRank.Complete);
        }
        DecideAtThisInstant();
    }
}
