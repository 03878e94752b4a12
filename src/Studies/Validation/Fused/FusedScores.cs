using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Validation.Fused;

/// <summary>Scores measured fused kernels of a machine: all kinds together, each by itself, and what each mechanism is worth.</summary>
internal static class FusedScores
{
    private const string Group = "fused";

    /// <summary>The largest unweighted mean error of the closed form.</summary>
    private const double ClosedFormTolerance = 0.10;

    private static readonly (string Name, Func<FusedExchangeSpec, FusedExchangeSpec> Without)[] Mechanisms =
    [
        ("rate of fetched parts", f => f with { GatherShare = 1 }),
        ("rate of sent tiles", f => f with { ScatterShare = 1 }),
        ("rate of products", f => f with { ProductShare = 1 }),
        ("start of sending", f => f with { ScatterStart = Duration.Zero }),
    ];

    /// <summary>The rows of a device.</summary>
    /// <param name="device">The device in the file's name.</param>
    /// <param name="platform">The machine that stands for it.</param>
    /// <param name="kernels">Its kernels.</param>
    public static IEnumerable<ValidationRow> RowsOf(string device, PlatformSpec platform, IReadOnlyList<MeasuredFused> kernels)
    {
        var predictor = new FusedPredictor(platform);
        MeasuredFused[] judged = [.. kernels.Where(row => row.LeftOut is null && !row.IsFitted)];
        if (judged.Length == 0) yield break;
        KernelScore score = ScoreOf(judged, predictor.Predict);
        (double Median, double Ninetieth)? bar = KernelBars.Of(device, Group);
        yield return Row($"{device}/{Group}", "median error", score.Median, bar?.Median, $"{score.Rows} rows not fitted; roofline {ScoreOf(judged, predictor.Roofline)}; {kernels.Count(row => row.IsFitted)} for fitting{LeftOut(kernels)}");
        yield return Row($"{device}/{Group}", "p90 error", score.Ninetieth, bar?.Ninetieth, "");
        yield return ClosedForm(device, platform, judged, predictor);
        foreach (IGrouping<string, MeasuredFused> kind in kernels.Where(row => !row.IsFitted).GroupBy(row => row.Kind))
        {
            KernelScore own = ScoreOf([.. kind], predictor.Predict);
            yield return Row($"{device}/{Group} {kind.Key}", "median error by format", own.Median, null, $"{own} of {own.Rows} rows; roofline {ScoreOf([.. kind], predictor.Roofline)}");
        }
        foreach ((string name, Func<FusedExchangeSpec, FusedExchangeSpec> without) in Mechanisms)
            yield return Without(device, name, judged, new FusedPredictor(platform with { FusedExchange = without(platform.FusedExchange) }), score);
        yield return Without(device, "overlap", judged, new FusedPredictor(platform, overlaps: false), score);
    }

    /// <summary>The judged rows once more, by the closed form.</summary>
    private static ValidationRow ClosedForm(string device, PlatformSpec platform, MeasuredFused[] judged, FusedPredictor simulated)
    {
        var closed = new FusedPredictor(platform, fidelity: Fidelity.Analytical);
        double mean = judged.Average(row => Math.Abs(closed.Predict(row) / row.Measured - 1)), difference = judged.Average(row => Math.Abs(closed.Predict(row) / simulated.Predict(row) - 1));
        return Row($"{device}/{Group} closed form", "mean error", mean, ClosedFormTolerance, $"{ScoreOf(judged, closed.Predict)} of {judged.Length} rows; {difference:P1} from event fidelity in the mean");
    }

    private static string LeftOut(IEnumerable<MeasuredFused> kernels) =>
        string.Concat(kernels.Where(row => row.LeftOut is not null).GroupBy(row => row.LeftOut).Select(g => $"; {g.Count()} left out: {g.Key}"));

    private static ValidationRow Without(string device, string name, MeasuredFused[] judged, FusedPredictor reduced, KernelScore full)
    {
        KernelScore score = ScoreOf(judged, reduced.Predict);
        return Row($"{device}/{Group} without {name}", "median error without", score.Median, null, $"{score} instead of {full}");
    }

    private static KernelScore ScoreOf(IReadOnlyCollection<MeasuredFused> rows, Func<MeasuredFused, Duration> predict) =>
        KernelScore.Of([.. rows.Select(row => predict(row) / row.Measured)]);

    private static ValidationRow Row(string name, string metric, double error, double? tolerance, string note) =>
        new(name, metric, 0, error, error, tolerance) { Note = note };
}
