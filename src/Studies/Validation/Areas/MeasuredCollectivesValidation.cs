using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>The part of <see cref="CollectivesValidation"/> that compares with measurements on real machines.</summary>
/// <remarks>The presets of kind "fabrics" are fitted on every second size of a curve, from the smallest on; only the other sizes are judged.</remarks>
internal static class MeasuredCollectivesValidation
{
    private const double Tolerance = 0.08;

    /// <summary>A row for every curve, and one with the tolerance for every fabric: the median error over its judged times.</summary>
    public static IEnumerable<ValidationRow> Run(IEnumerable<string> files)
    {
        foreach (IGrouping<string, MeasuredCurve> measured in files.SelectMany(MeasuredCurve.Read).GroupBy(curve => curve.Fabric))
        {
            if (MeasuredFabric.Named(measured.Key) is not { } fabric)
            {
                yield return new ValidationRow(measured.Key, "median error", 0, 0, 0, null) { Note = "no preset of kind \"fabrics\" stands for it" };
                continue;
            }
            var all = new List<double>();
            foreach (MeasuredCurve curve in measured)
            {
                List<double> errors = ErrorsOf(fabric, curve);
                all.AddRange(errors);
                if (errors.Count > 0) yield return Median($"{measured.Key} {curve.Operation} {curve.Ranks} ranks, {curve.RanksPerNode} a node", errors, null);
            }
            yield return Median($"{measured.Key} by {fabric.Name}", all, Tolerance);
        }
    }

    private static List<double> ErrorsOf(MeasuredFabric fabric, MeasuredCurve curve)
    {
        var errors = new List<double>();
        for (int i = 1; i < curve.Points.Count; i += 2)
        {
            (Bytes size, IReadOnlyList<Duration> times) = curve.Points[i];
            if (fabric.TimeOf(curve.Operation, curve.Ranks, curve.RanksPerNode, size) is not { } ours) continue;
            errors.AddRange(times.Select(time => Math.Abs(ours / time - 1)));
        }
        return errors;
    }

    private static ValidationRow Median(string name, List<double> errors, double? tolerance)
    {
        double[] sorted = [.. errors.Order()];
        double median = sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new ValidationRow(name, "median error", 0, median, median, tolerance) { Note = $"{sorted.Length} times at sizes that were not fitted" };
    }
}
