using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Comparison;

/// <summary>The step time of one operator in the steps of one class, whatever bounded it.</summary>
/// <param name="StepClass">The class of the steps.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Bounds">What it waited for, the longest first.</param>
/// <param name="StepMilliseconds">Step time in all.</param>
public sealed record OperatorShare(string StepClass, string Operator, string Bounds, double StepMilliseconds)
{
    /// <summary>Reads the operators of a run.</summary>
    public static IReadOnlyList<OperatorShare> Read(string path) =>
    [
        .. CsvTable.Read(path).Rows
            .Select(row => (Class: row["step_class"], Name: row["operator"], Bound: row["bound_by"], Time: row.Get<double>("step_time_ms")))
            .GroupBy(row => (row.Class, row.Name))
            .Select(group => new OperatorShare(group.Key.Class, group.Key.Name, string.Join(", ", group.OrderByDescending(row => row.Time).Select(row => row.Bound)), group.Sum(row => row.Time))),
    ];
}
