namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>Which flows wait for which, as one flat list.</summary>
internal sealed class FlowDependencies
{
    private readonly IReadOnlyList<ScenarioFlow> _flows;
    private readonly int[] _first;
    private readonly int[] _released;

    public FlowDependencies(IReadOnlyList<ScenarioFlow> flows)
    {
        _flows = flows;
        _first = new int[flows.Count + 1];
        foreach (ScenarioFlow flow in flows)
        {
            foreach (int before in flow.After) _first[before + 1]++;
        }
        for (int i = 0; i < flows.Count; i++) _first[i + 1] += _first[i];
        _released = new int[_first[^1]];
        int[] next = [.. _first];
        for (int id = 0; id < flows.Count; id++)
        {
            foreach (int before in flows[id].After) _released[next[before]++] = id;
        }
    }

    /// <summary>The flows that wait for one, by number.</summary>
    public ReadOnlySpan<int> ReleasedBy(int id) => _released.AsSpan(_first[id].._first[id + 1]);

    /// <summary>How many others every flow waits for.</summary>
    public int[] CountBefore() => [.. _flows.Select(flow => flow.After.Count)];

    /// <summary>Flows that wait for one another in a circle, in order; empty if there are none.</summary>
    public IReadOnlyList<int> FindCircle()
    {
        int[] missing = CountBefore();
        var free = new Queue<int>(Enumerable.Range(0, missing.Length).Where(id => missing[id] == 0));
        while (free.TryDequeue(out int id))
        {
            foreach (int next in ReleasedBy(id))
            {
                if (--missing[next] == 0) free.Enqueue(next);
            }
        }
        int start = Array.FindIndex(missing, count => count > 0);
        return start < 0 ? [] : CircleBehind(start, missing);
    }

    /// <summary>Walks from a flow that is never released to one it waits for, until a flow comes up twice.</summary>
    private List<int> CircleBehind(int start, int[] missing)
    {
        var walk = new List<int>();
        var seen = new HashSet<int>();
        int id = start;
        while (seen.Add(id))
        {
            walk.Add(id);
            id = _flows[id].After.First(before => missing[before] > 0);
        }
        return walk[walk.IndexOf(id)..];
    }
}
