using System.Text.Json;

namespace DeepStack.Sim.Results.Tests.Timelines;

/// <summary>Checks a timeline against the rules of its format; each fault is a sentence.</summary>
internal static class TimelineRules
{
    private static readonly HashSet<string> Phases = ["X", "B", "E", "i", "C", "b", "n", "e", "s", "t", "f", "M"];
    private static readonly HashSet<string> MetadataNames = ["process_name", "thread_name", "process_sort_index", "thread_sort_index"];

    public static List<string> FaultsOf(ChromeTrace trace)
    {
        var faults = new List<string>();
        Fields(trace, faults);
        Nesting(trace, faults);
        Asyncs(trace, faults);
        Flows(trace, faults);
        Counters(trace, faults);
        Names(trace, faults);
        return faults;
    }

    private static void Fields(ChromeTrace trace, List<string> faults)
    {
        foreach (ChromeTrace.Event e in trace.Events)
        {
            if (!Phases.Contains(e.Phase)) faults.Add($"unknown phase {e.Phase}");
            if (e.Phase is "B" or "E") faults.Add($"\"{e.Name}\" at {e.At} begins without an end, or ends without a beginning");
            if (e.Name.Length == 0) faults.Add($"an event at {e.At} has no name");
            if (e.At < 0 || e.Elapsed < 0) faults.Add($"\"{e.Name}\" at {e.At} has a negative time");
            if (e.Phase != "C" && e.Thread is null) faults.Add($"\"{e.Name}\" at {e.At} has no thread");
            if (e.Phase is "b" or "n" or "e" or "s" or "t" or "f" && (e.Category is null || e.Id is null)) faults.Add($"\"{e.Name}\" at {e.At} has no category or id to be matched by");
            if (e.Phase == "M" && !MetadataNames.Contains(e.Name)) faults.Add($"unknown metadata {e.Name}");
            if (e.Phase == "M" && e.Args is not { ValueKind: JsonValueKind.Object }) faults.Add($"metadata {e.Name} has no value");
        }
    }

    /// <summary>Slices of one thread nest: each lies wholly inside, or wholly beside, the one before it.</summary>
    private static void Nesting(ChromeTrace trace, List<string> faults)
    {
        foreach (var thread in trace.Events.Where(e => e.Phase == "X").GroupBy(e => (e.Process, e.Thread)))
        {
            var open = new Stack<long>();
            foreach (ChromeTrace.Event slice in thread.OrderBy(e => e.At).ThenByDescending(e => e.Elapsed))
            {
                while (open.Count > 0 && open.Peek() <= slice.At) open.Pop();
                if (open.Count > 0 && open.Peek() < slice.End) faults.Add($"\"{slice.Name}\" at {slice.At} on {thread.Key} overlaps the slice around its start");
                open.Push(slice.End);
            }
        }
    }

    private static void Asyncs(ChromeTrace trace, List<string> faults)
    {
        foreach (var group in trace.Events.Where(e => e.Phase is "b" or "e").GroupBy(e => (e.Process, e.Category, e.Id)))
        {
            var open = new Stack<ChromeTrace.Event>();
            long last = 0;
            foreach (ChromeTrace.Event e in group)
            {
                if (e.At < last) faults.Add($"the phases of {group.Key} go back in time");
                last = e.At;
                if (e.Phase == "b") open.Push(e);
                else if (open.Count == 0 || open.Pop().Name != e.Name) faults.Add($"an end of {group.Key} matches no beginning");
            }
            if (open.Count > 0) faults.Add($"{group.Key} does not end");
        }
    }

    private static void Flows(ChromeTrace trace, List<string> faults)
    {
        var slices = trace.Events.Where(e => e.Phase == "X").GroupBy(e => (e.Process, e.Thread)).ToDictionary(g => g.Key, g => g.OrderBy(e => e.At).ToArray());
        foreach (var flow in trace.Events.Where(e => e.Phase is "s" or "t" or "f").GroupBy(e => (e.Category, e.Id, e.Name)))
        {
            ChromeTrace.Event[] way = [.. flow.OrderBy(e => e.At)];
            if (way[0].Phase != "s" || way[^1].Phase != "f" || way.Count(e => e.Phase == "s") != 1 || way.Count(e => e.Phase == "f") != 1)
                faults.Add($"the flow {flow.Key} does not start and end once");
            foreach (ChromeTrace.Event e in way)
            {
                ChromeTrace.Event[] lane = slices.GetValueOrDefault((e.Process, e.Thread)) ?? [];
                int place = Array.FindLastIndex(lane, s => s.At <= e.At);
                if (place < 0 || lane[place].End <= e.At) faults.Add($"the flow {flow.Key} touches no slice at {e.At}");
                if (e.Phase == "f" && e.Binding != "e") faults.Add($"the end of flow {flow.Key} is not bound to the enclosing slice");
            }
        }
    }

    private static void Counters(ChromeTrace trace, List<string> faults)
    {
        foreach (ChromeTrace.Event e in trace.Events.Where(e => e.Phase == "C"))
        {
            if (e.Args is not { } args || args.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.Number)) faults.Add($"the counter \"{e.Name}\" at {e.At} holds no number");
        }
        foreach (var twice in trace.Events.Where(e => e.Phase == "C").GroupBy(e => (e.Process, e.Name, e.At)).Where(g => g.Count() > 1))
            faults.Add($"the counter {twice.Key} has two values");
    }

    private static void Names(ChromeTrace trace, List<string> faults)
    {
        var processes = trace.Events.Where(e => e.Name == "process_name").Select(e => e.Process).ToList();
        var threads = trace.Events.Where(e => e.Name == "thread_name").Select(e => (e.Process, e.Thread)).ToList();
        if (processes.Distinct().Count() != processes.Count || threads.Distinct().Count() != threads.Count) faults.Add("a process or thread is named twice");
        faults.AddRange(trace.Events.Select(e => e.Process).Distinct().Except(processes).Select(p => $"process {p} has no name"));
        faults.AddRange(trace.Events.Where(e => e.Phase == "X").Select(e => (e.Process, e.Thread)).Distinct().Except(threads).Select(t => $"thread {t} has no name"));
    }
}
