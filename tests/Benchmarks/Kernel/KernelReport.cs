using System.Globalization;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The fast own mode: medians of CPU time for the hold model, every candidate in turn within one run.</summary>
internal static class KernelReport
{
    private const int Rounds = 7;

    private static readonly (string Name, Func<DelayTable, int, Action<long>> Create)[] Candidates =
    [
        ("handler", (delays, pending) => new HoldHandler(delays, pending).Run),
        ("own handlers", (delays, pending) => new HoldHandlers(delays, pending).Run),
        ("processes", (delays, pending) => new HoldProcesses(delays, pending).Run),
        ("PriorityQueue", (delays, pending) => new HoldPriorityQueue(delays, pending).Run),
    ];

    /// <summary>Prints the table as Markdown; a figure is million events per second of CPU time.</summary>
    public static void Write(TextWriter output, IEnumerable<string> distributions)
    {
        output.WriteLine("| delays | pending | " + string.Join(" | ", Candidates.Select(c => c.Name)) + " | handler / PriorityQueue | processes / own handlers | bytes / event |");
        output.WriteLine("| --- | --- |" + string.Concat(Enumerable.Repeat(" --- |", Candidates.Length + 3)));
        foreach (string distribution in distributions)
        {
            foreach (int pending in (int[])[1, 1_000, 100_000]) output.WriteLine(Row(distribution, pending));
        }
    }

    private static string Row(string distribution, int pending)
    {
        long events = pending < 100_000 ? 2_000_000 : 1_000_000;
        Action<long>[] runs = [.. Candidates.Select(c => c.Create(DelayTable.Of(distribution), pending))];
        foreach (Action<long> run in runs) run(events);
        var speeds = runs.Select(_ => new List<double>()).ToArray();
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < runs.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                TimeSpan start = Environment.CpuUsage.UserTime;
                runs[i](events);
                speeds[i].Add(events / (Environment.CpuUsage.UserTime - start).TotalMicroseconds);
                if (i == 0) allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
        double[] medians = [.. speeds.Select(s => s.Order().ElementAt(Rounds / 2))];
        double bytes = (double)allocated / (Rounds * events);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {distribution} | {pending:N0} | {string.Join(" | ", medians.Select(m => m.ToString("F1", CultureInfo.InvariantCulture)))} | {medians[0] / medians[3]:F2} | {medians[2] / medians[1]:F2} | {bytes:F4} |");
    }
}
