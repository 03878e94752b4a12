using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>Both schedulers led through one scenario, side by side.</summary>
internal sealed class Comparison
{
    private const int MostSteps = 5000;

    private readonly Scenario _scenario;
    private readonly ReplicaScheduler _ours;
    private readonly SecondScheduler _second;
    private readonly Elsewhere? _elsewhere;
    private readonly Queue<(ScheduledStep Step, long End)> _flying = new();
    private long _now, _free, _steps;
    private int _arrived, _abandoned;

    public Comparison(ulong seed, Mutation mutation)
    {
        _scenario = Scenario.Of(seed);
        _ours = new ReplicaScheduler(_scenario.Spec);
        Sequence.LastOrder = 0;
        _second = new SecondScheduler(_scenario.Spec, mutation);
        if (_scenario.Elsewhere.Length > 0) _ours.Connect(_elsewhere = new Elsewhere(_scenario));
        Difference = Run();
    }

    /// <summary>The first difference; null if there is none.</summary>
    public string? Difference { get; }

    public int Preempted { get; private set; }

    public int CachedTokens { get; private set; }

    public int Loads { get; private set; }

    public int Dropped { get; private set; }

    private string? Run()
    {
        while (_arrived < _scenario.Requests.Length || _ours.HasRequests || _flying.Count > 0)
        {
            if (_steps > MostSteps) return "it does not end";
            _now = NextInstant();
            if (_now == long.MaxValue) return "nothing happens any more";
            if (_elsewhere is not null) _elsewhere.Now = _now;
            if (CompleteStep() is { } difference) return difference;
            Tell();
            if (BuildSteps() is { } other) return other;
        }
        bool clean = _second.IsIdle && _second.AllBlocksAreFree && _ours.BlocksInUse == 0 && _ours.OutstandingTokens == 0;
        return clean ? null : "something is left behind";
    }

    private long NextInstant()
    {
        long next = _arrived < _scenario.Requests.Length ? _scenario.Requests[_arrived].Arrival.Picoseconds : long.MaxValue;
        if (_flying.Count > 0) next = Math.Min(next, _flying.Peek().End);
        if (_abandoned < _scenario.Abandoned.Length) next = Math.Min(next, _scenario.Abandoned[_abandoned].At);
        return Math.Min(next, _elsewhere?.NextEnd ?? long.MaxValue);
    }

    private string? CompleteStep()
    {
        if (_flying.Count == 0 || _flying.Peek().End != _now) return null;
        ScheduledStep done = _flying.Dequeue().Step;
        _ours.Complete(done, SimTime.FromPicoseconds(_now));
        CachedTokens += done.Finished.Sum(t => t.CachedTokens);
        return done.TokensReturned == _second.Complete() ? null : $"tokens of step {done.Number}";
    }

    /// <summary>Tells both what came from outside at this instant.</summary>
    private void Tell()
    {
        SimTime now = SimTime.FromPicoseconds(_now);
        while (_elsewhere?.TakeEnded() is { } load)
        {
            Loads++;
            _ours.EndLoad(load.Request, load.Arrived, now);
            _second.EndLoad(load.Request, load.Arrived);
        }
        for (; _arrived < _scenario.Requests.Length && _scenario.Requests[_arrived].Arrival.Picoseconds == _now; _arrived++)
        {
            _ours.Arrive(_scenario.Requests[_arrived], now, now);
            _second.Arrive(_scenario.Requests[_arrived], _elsewhere is null ? 0 : _scenario.Elsewhere[_arrived]);
        }
        for (; _abandoned < _scenario.Abandoned.Length && _scenario.Abandoned[_abandoned].At == _now; _abandoned++)
        {
            int request = _scenario.Abandoned[_abandoned].Request;
            if (_ours.TryDrop(request, now, out _)) Dropped++;
            _second.Abandon(request);
        }
    }

    private string? BuildSteps()
    {
        while (_flying.Count < _scenario.Spec.StepsInFlight)
        {
            ScheduledStep step = _ours.Schedule(SimTime.FromPicoseconds(_now));
            SecondStep other = _second.Schedule(_now);
            var log = step.Shape.Slices.Select((s, i) => (step.Parts[i].Request, s.NewTokens, s.ContextTokens));
            if (!log.SequenceEqual(other.Parts)) return $"step {step.Number}: [{string.Join(" ", log)}] against [{string.Join(" ", other.Parts)}]";
            if (step.Preempted != other.Preempted) return $"preemptions of step {step.Number}";
            Preempted += step.Preempted;
            if (step.IsEmpty && step.Preempted > 0 && _flying.Count == 0) continue;
            if (step.IsEmpty) break;
            _free = Math.Max(_now, _free) + _scenario.StepTimes[_steps++ % _scenario.StepTimes.Length];
            _flying.Enqueue((step, _free));
        }
        return null;
    }
}
