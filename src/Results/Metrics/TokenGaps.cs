using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>The times between consecutive tokens of all requests, found from the steps that delivered them.</summary>
/// <remarks>
/// Requests that generate in consecutive steps share the gap between the ends of these steps, so each step keeps one counter and a
/// request costs a few operations however many tokens it has. Several tokens of one step (speculation) arrive together: the first
/// has the gap, the others none at all.
/// </remarks>
internal sealed class TokenGaps
{
    private readonly List<List<long>> _ends = [];
    private readonly List<List<long>> _changes = [];
    private readonly Distribution _others = new();

    /// <summary>A replica finished its next step.</summary>
    public void AddStep(in StepRecord step)
    {
        while (_ends.Count <= step.Replica)
        {
            _ends.Add([]);
            _changes.Add([]);
        }
        _ends[step.Replica].Add(step.End.Picoseconds);
        _changes[step.Replica].Add(0);
    }

    /// <summary>A request was served in these runs.</summary>
    public void AddRuns(IReadOnlyList<StepRun> runs)
    {
        long? last = null;
        foreach (StepRun run in runs)
        {
            if (run.DeliveredTokens == 0) continue;
            List<long> ends = _ends[run.Replica];
            int first = (int)run.FirstStep, end = first + (int)run.Steps;
            if (last is { } before) _others.Add(Duration.FromPicoseconds(ends[first] - before));
            if (run.Steps > 1)
            {
                _changes[run.Replica][first + 1]++;
                if (end < ends.Count) _changes[run.Replica][end]--;
            }
            if (run.DeliveredTokens > 1) _others.Add(Duration.Zero, (run.DeliveredTokens - 1) * run.Steps);
            last = ends[end - 1];
        }
    }

    /// <summary>All gaps.</summary>
    public Distribution ToDistribution()
    {
        Distribution gaps = _others;
        for (int replica = 0; replica < _ends.Count; replica++)
        {
            List<long> ends = _ends[replica], changes = _changes[replica];
            long requests = 0;
            for (int step = 0; step < ends.Count; step++)
            {
                requests += changes[step];
                if (requests > 0) gaps.Add(Duration.FromPicoseconds(ends[step] - ends[step - 1]), requests);
            }
        }
        return gaps;
    }
}
