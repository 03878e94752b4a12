using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Points;

/// <summary>Points with both answers as CSV, a line each.</summary>
public static class PointTable
{
    private const string Header = "platform,model,tensor,attention_data,expert,sequence_parallel,sequences,tokens,context,event_ps,analytical_ps";

    /// <summary>The table as text.</summary>
    public static string Write(IEnumerable<PointResult> results)
    {
        var text = new StringBuilder(Header).Append('\n');
        foreach ((StepPoint point, Duration simulated, Duration predicted) in results)
        {
            ParallelPlan plan = point.Plan;
            text.Append(CultureInfo.InvariantCulture, $"{point.Platform},{point.Model},{plan.TensorParallel},{plan.AttentionData},{plan.ExpertParallel},{(plan.SequenceParallel ? 1 : 0)},");
            text.Append(CultureInfo.InvariantCulture, $"{point.Sequences},{point.Tokens},{point.Context},{simulated.Picoseconds},{predicted.Picoseconds}\n");
        }
        return text.ToString();
    }

    /// <summary>Reads a table.</summary>
    /// <exception cref="Presets.PresetException">It cannot be read.</exception>
    public static IReadOnlyList<PointResult> Read(string path) => [.. CsvTable.Read(path).Rows.Select(ResultOf)];

    private static PointResult ResultOf(CsvRow row)
    {
        var plan = new ParallelPlan(row.Get<int>("tensor"))
        {
            AttentionData = row.Get<int>("attention_data"),
            ExpertParallel = row.Get<int>("expert"),
            SequenceParallel = row.Get<int>("sequence_parallel") == 1,
        };
        var point = new StepPoint(row["platform"], row["model"], plan, row.Get<int>("sequences"), row.Get<int>("tokens"), row.Get<int>("context"));
        return new PointResult(point, Duration.FromPicoseconds(row.Get<long>("event_ps")), Duration.FromPicoseconds(row.Get<long>("analytical_ps")));
    }
}
