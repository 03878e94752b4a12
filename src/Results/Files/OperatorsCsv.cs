using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a row per step class, operator and bound; amounts are those of all devices, times those of one.</summary>
public static class OperatorsCsv
{
    /// <summary>Writes all rows; a step class is followed by the next, each with its longest operator first.</summary>
    public static void Write(Stream stream, RunMetrics metrics)
    {
        using var csv = new CsvStream(stream, """
            step_class,operator,kind,bound_by,executions,elapsed_ms,mean_us,step_time_ms,step_time_share,arithmetic_flop,banks_bytes,banks_busy_ms,vertical_bytes,vertical_busy_ms,buffers_bytes,buffers_busy_ms,noc_bytes,noc_busy_ms,package_bytes,package_busy_ms,network_bytes,network_busy_ms,row_activations,exposed_communication_ms,hidden_communication_ms,energy_j
            """u8);
        foreach (OperatorTotals op in metrics.Operators.All)
        {
            csv.Text(Words.Of(op.Class)).Text(op.Name).Text(Words.Of(op.Kind)).Text(Words.Of(op.BoundBy)).Integer(op.Executions)
                .Milliseconds(op.Elapsed).Microseconds(op.Elapsed / op.Executions).Milliseconds(op.StepTime)
                .Real(metrics.Steps.TimeOf(op.Class).Picoseconds == 0 ? 0 : op.StepTime / metrics.Steps.TimeOf(op.Class)).Real(op.Arithmetic.Count);
            Write(csv, op.Banks);
            Write(csv, op.VerticalLinks);
            Write(csv, op.Buffers);
            Write(csv, op.Noc);
            Write(csv, op.Package);
            Write(csv, op.Network);
            csv.Integer(op.RowActivations).Milliseconds(op.ExposedCommunication).Milliseconds(op.HiddenCommunication).Real(op.Energy.Joules);
            csv.EndRow();
        }
    }

    private static void Write(CsvStream csv, LevelUse use) => csv.Integer(use.Amount.Count).Milliseconds(use.Busy);
}
