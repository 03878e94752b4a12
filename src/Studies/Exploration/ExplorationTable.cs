using System.Globalization;
using System.Text;
using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Writes the best of each batch and the front of all as comma-separated values.</summary>
public static class ExplorationTable
{
    /// <summary>The table: a row for each design, by batch and then from the fastest on.</summary>
    public static string Of(ExplorationResult result)
    {
        var text = new StringBuilder("batch,is_best,on_front");
        foreach (DesignAxis axis in result.Space.Axes) text.Append(',').Append(Quoted(axis.Name));
        text.Append(",tensor,attention_data,expert,pipeline,data,sequence,overlap,sequences_per_group,step_ps,utps,stps,device_watts,hottest_c,stps_per_watt\n");
        foreach ((ExploredDesign design, bool isBest, bool isOnFront) in result.Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"{design.Batch},{Digit(isBest)},{Digit(isOnFront)}");
            foreach (string value in design.Silicon.Values) text.Append(',').Append(Quoted(value));
            ParallelPlan plan = design.Plan;
            text.Append(CultureInfo.InvariantCulture, $",{plan.TensorParallel},{plan.AttentionData},{plan.ExpertParallel},{plan.PipelineParallel},{plan.DataParallel},{Digit(plan.SequenceParallel)},{OverlapNames.Of(plan.AllOverlap)},{design.Sequences}");
            text.Append(CultureInfo.InvariantCulture, $",{design.Step.Picoseconds},{design.Utps:G6},{design.Stps:G6},{design.Device?.Power.Watts:G6},{design.Device?.Hottest?.Degrees:G5},{design.StpsPerWatt:G6}\n");
        }
        return text.ToString();
    }

    private static char Digit(bool holds) => holds ? '1' : '0';

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(',', '"') ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
