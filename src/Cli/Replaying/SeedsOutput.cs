using System.Globalization;
using System.Text;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Repetition;

namespace DeepStack.Sim.Cli.Replaying;

/// <summary>The intervals over seeds, as <c>seeds.csv</c> and as lines for people.</summary>
internal static class SeedsOutput
{
    public static void Write(RunFolder folder, IReadOnlyList<SeedInterval> intervals)
    {
        var text = new StringBuilder("metric,mean,half_width_95");
        for (int i = 0; i < intervals[0].Values.Count; i++) text.Append(CultureInfo.InvariantCulture, $",run_{i + 1}");
        text.Append('\n');
        foreach (SeedInterval interval in intervals)
            text.Append(CultureInfo.InvariantCulture, $"{interval.Metric},{interval.Mean:R},{interval.HalfWidth:R},{string.Join(',', interval.Values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}\n");
        using FileStream stream = folder.CreateFile("seeds.csv");
        stream.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    public static string TextOf(IReadOnlyList<SeedInterval> intervals)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{intervals[0].Values.Count} seeds, mean and half width of the 95 % interval");
        foreach (SeedInterval interval in intervals) text.Append(CultureInfo.InvariantCulture, $"\n{interval.Metric,-20}{interval.Mean,16:N3} +- {interval.HalfWidth:N3}");
        return text.ToString();
    }
}
