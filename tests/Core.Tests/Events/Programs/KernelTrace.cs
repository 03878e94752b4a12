using Xunit.Sdk;

namespace DeepStack.Sim.Core.Tests.Events.Programs;

/// <summary>Compares what one random program did on two kernels.</summary>
internal static class KernelTrace
{
    private const int Neighbours = 3;

    /// <summary>A hash over time, rank, source and tag of every record, in order.</summary>
    public static ulong HashOf(IReadOnlyList<KernelRecord> records)
    {
        ulong hash = 14695981039346656037;
        foreach (KernelRecord record in records)
        {
            foreach (long part in (ReadOnlySpan<long>)[record.TimePs, record.Rank, record.Source, record.Tag])
                hash = (hash ^ (ulong)part) * 1099511628211;
        }
        return hash;
    }

    /// <summary>Fails with the first difference and its neighbours unless both did the same.</summary>
    public static void AssertSame(IReadOnlyList<KernelRecord> expected, IReadOnlyList<KernelRecord> actual, string program)
    {
        if (expected.Count == actual.Count && HashOf(expected) == HashOf(actual)) return;
        int at = 0;
        while (at < expected.Count && at < actual.Count && expected[at] == actual[at]) at++;
        IEnumerable<string> lines = Enumerable.Range(Math.Max(0, at - Neighbours), 2 * Neighbours + 1)
            .Select(i => $"{(i == at ? ">" : " ")} {i}: expected {Show(expected, i)}, got {Show(actual, i)}");
        throw new XunitException($"{program}: {expected.Count} records expected, {actual.Count} came; the first difference:\n{string.Join("\n", lines)}");
    }

    private static string Show(IReadOnlyList<KernelRecord> records, int index) =>
        index < records.Count ? $"({records[index].TimePs} ps, rank {records[index].Rank}, source {records[index].Source}, tag {records[index].Tag})" : "nothing";
}
