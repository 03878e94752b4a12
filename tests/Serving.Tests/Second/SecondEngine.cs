using System.Globalization;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>The engine's loop once more, naively: inboxes, steps built ahead, ranks that step together, host time. Times are in ps.</summary>
internal sealed class SecondEngine
{
    private readonly EngineScenario _scenario;
    private readonly EngineMutation _mutation;
    private readonly SecondScheduler[] _ranks;
    private readonly List<TraceRequest>[] _inboxes;
    private readonly Queue<FlyingStep> _flying = new();
    private readonly int _depth;
    private long _free;
    private int _counter;

    public SecondEngine(EngineScenario scenario, EngineMutation mutation)
    {
        _scenario = scenario;
        _mutation = mutation;
        _ranks = [.. Enumerable.Range(0, scenario.Ranks).Select(_ => new SecondScheduler(scenario.Spec, Mutation.None))];
        _inboxes = [.. _ranks.Select(_ => new List<TraceRequest>())];
        _depth = mutation == EngineMutation.NoStepIsBuiltAhead ? 1 : scenario.Spec.StepsInFlight;
    }

    /// <summary>What every step of every rank was, in the order of their ends.</summary>
    public List<string> Log { get; } = [];

    public void Run(int mostSteps)
    {
        var coming = new Queue<(long At, TraceRequest Request)>(_scenario.Requests.Select(r => (r.Arrival.Picoseconds + FrontEnd(r), r)).OrderBy(d => d.Item1));
        for (int delivered = 0; coming.Count + _flying.Count > 0 && _counter < mostSteps;)
        {
            long now = Math.Min(coming.Count > 0 ? coming.Peek().At : long.MaxValue, _flying.Count > 0 ? _flying.Peek().End : long.MaxValue);
            bool looks = _flying.Count > 0 && _flying.Peek().End == now;
            if (looks) EndStep(_flying.Dequeue());
            for (; coming.Count > 0 && coming.Peek().At == now; delivered++)
            {
                _inboxes[delivered % _ranks.Length].Add(coming.Dequeue().Request);
                looks |= _flying.Count == 0 || _mutation == EngineMutation.InboxIsReadAtOnce;
            }
            if (looks) BuildSteps(now);
        }
    }

    /// <summary>A line of the log.</summary>
    public static string Line(int rank, long start, long end, IEnumerable<(int Request, int Tokens, int Context)> parts, int preempted, int returned) =>
        string.Create(CultureInfo.InvariantCulture, $"rank {rank}, {start} to {end}: {string.Join(" ", parts)}, {preempted} preempted, {returned} returned");

    private long FrontEnd(TraceRequest request)
    {
        HostCosts costs = _scenario.Costs;
        return _mutation == EngineMutation.FrontEndForgotten ? 0 : costs.PerRequest.Picoseconds + costs.PerPromptToken.Picoseconds * request.InputTokens;
    }

    private void EndStep(FlyingStep step)
    {
        for (int i = 0; i < _ranks.Length; i++)
        {
            if (step.Ranks[i].Parts.Count > 0) Log.Add(Line(i, step.Start, step.End, step.Ranks[i].Parts, step.Ranks[i].Preempted, _ranks[i].Complete()));
        }
    }

    private void BuildSteps(long now)
    {
        for (int i = 0; i < _ranks.Length; i++)
        {
            foreach (TraceRequest request in _inboxes[i]) _ranks[i].Arrive(request);
            _inboxes[i].Clear();
        }
        while (_flying.Count < _depth)
        {
            bool[] admits = [.. _ranks.Select(Admits)];
            SecondStep[] steps = [.. _ranks.Select((rank, i) => rank.Schedule(now, admits[i]))];
            bool empty = Array.TrueForAll(steps, step => step.Parts.Count == 0);
            if (empty && _flying.Count == 0 && Array.Exists(steps, step => step.Preempted > 0)) continue;
            if (empty) return;
            long start = _mutation == EngineMutation.StepAheadStartsAtOnce ? now : Math.Max(now, _free);
            _free = start + TimeOf(steps);
            _flying.Enqueue(new FlyingStep(start, _free, steps));
            _counter++;
        }
    }

    private bool Admits(SecondScheduler rank)
    {
        bool idle = _mutation == EngineMutation.RanksAdmitByThemselves ? !rank.HasRunning : Array.TrueForAll(_ranks, r => !r.HasRunning);
        if (idle && _mutation != EngineMutation.IdleGroupWaitsForItsTurn) return true;
        int counted = _counter + (_mutation == EngineMutation.IntervalCountsFromOne ? 1 : 0);
        return _mutation == EngineMutation.EveryStepAdmits || counted % _scenario.Spec.PrefillInterval == 0;
    }

    private long TimeOf(SecondStep[] steps)
    {
        HostCosts costs = _scenario.Costs;
        (int Tokens, int Sequences)[] busy = [.. steps.Where(s => s.Parts.Count > 0).Select(s => (s.Parts.Sum(p => p.Tokens), s.Parts.Count))];
        IEnumerable<long> machine = busy.Select(b => EngineScenario.StepTime(b.Tokens, b.Sequences));
        long host = busy.Max(b => costs.PerStep.Picoseconds + costs.PerSequence.Picoseconds * b.Sequences + costs.PerToken.Picoseconds * b.Tokens);
        return (_mutation == EngineMutation.FastestRankEndsTheStep ? machine.Min() : machine.Max()) + (_mutation == EngineMutation.HostTimeForgotten ? 0 : host);
    }

    private sealed record FlyingStep(long Start, long End, SecondStep[] Ranks);
}
