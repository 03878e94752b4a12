using System.Globalization;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Studies.Validation.Ablation;
using DeepStack.Sim.Studies.Validation.Steps;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Whole models on measured machines: decode steps, prompts and eager runs of vLLM, predicted at event fidelity.</summary>
public sealed class StepsValidation : IValidationArea
{
    private const string Decode = "decode_tokens_per_s", PromptMetric = "prompt_tokens_per_s", Mean = "mean error", Median = "median error";
    private const int SettledBatch = 32;

    /// <summary>The largest unweighted mean error of decode from captured graphs, by source.</summary>
    private static readonly Dictionary<string, double> MeanTolerances = new(StringComparer.Ordinal) { ["fig09"] = 0.07, ["fig10"] = 0.10, ["fig12"] = 0.07 };

    /// <summary>The largest unweighted mean error of decode by the closed form.</summary>
    private const double ClosedFormTolerance = 0.10;

    /// <summary>The largest median error of prompts at batches from 32 on.</summary>
    private const double PromptTolerance = 0.15;

    /// <inheritdoc/>
    public string Name => "steps";

    /// <inheritdoc/>
    public string Description => "decode and prompt rates of whole models against measured vLLM runs, at event fidelity and in closed form";

    /// <inheritdoc/>
    public string Folder => "reference/deepstack";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        IReadOnlyList<AblationStep> ablation = AblationFile.Read(request.DataDirectory);
        foreach (ValidationRow row in AblationScores.RowsOf(ablation)) yield return row;
        StepPredictor predictor = new(Fidelity.Event), closedForm = new(Fidelity.Analytical);
        foreach (IGrouping<string, MeasuredStep> source in MeasuredStepFile.Read(request.DataDirectory, isNeeded: ablation.Count == 0).GroupBy(run => run.Source))
        {
            ValidationRow[] captured = [.. source.Where(run => run.IsCaptured).Select(run => Decoded(run, predictor))];
            foreach (ValidationRow row in captured) yield return row;
            foreach (ValidationRow row in Means(source.Key, [.. source.Where(run => run.IsCaptured)], captured)) yield return row;
            yield return ClosedForm(source.Key, [.. source.Where(run => run.IsCaptured && run.LeftOut.Length == 0)], closedForm);
            foreach (ValidationRow row in SmallestBatches([.. source.Where(run => run.IsCaptured)], captured)) yield return row;
            foreach (ValidationRow row in Reported(source.Key, "eager", [.. source.Where(run => !run.IsCaptured).Select(run => Decoded(run, predictor))], null)) yield return row;
            ValidationRow[] prompts = [.. source.Where(run => run.IsCaptured && run.PromptRate > 0 && run.Batch >= SettledBatch && run.LeftOut.Length == 0).Select(run => Prompted(run, predictor))];
            foreach (ValidationRow row in Reported(source.Key, "prompts", prompts, PromptTolerance)) yield return row;
        }
    }

    private static ValidationRow Decoded(MeasuredStep run, StepPredictor predictor) =>
        ValidationRow.Relative(run.Case, Decode, run.DecodeRate, predictor.DecodeRate(run), null) with { IsDetail = run.LeftOut.Length == 0, Note = run.LeftOut };

    private static ValidationRow Prompted(MeasuredStep run, StepPredictor predictor) =>
        ValidationRow.Relative(run.Case, PromptMetric, run.PromptRate, predictor.PromptRate(run), null) with { IsDetail = true };

    private static IEnumerable<ValidationRow> Means(string source, MeasuredStep[] runs, ValidationRow[] rows)
    {
        var judged = runs.Zip(rows).Where(pair => pair.First.LeftOut.Length == 0).ToList();
        yield return Summary(source, Mean, [.. judged.Select(pair => pair.Second.Error)], judged.Average(pair => pair.Second.Error), MeanTolerances.GetValueOrDefault(source, 0.10));
        foreach (var model in judged.GroupBy(pair => pair.First.Model))
            yield return Summary($"{source}/{model.Key}", Mean, [.. model.Select(pair => pair.Second.Error)], model.Average(pair => pair.Second.Error), null);
    }

    /// <summary>The rows of the mean once more, by the closed form.</summary>
    private static ValidationRow ClosedForm(string source, MeasuredStep[] runs, StepPredictor predictor)
    {
        double[] errors = [.. runs.Select(run => Math.Abs(predictor.DecodeRate(run) / run.DecodeRate - 1))];
        return Summary($"{source}/closed form", Mean, errors, errors.Average(), ClosedFormTolerance);
    }

    /// <summary>One user alone is not slower than each of two.</summary>
    private static IEnumerable<ValidationRow> SmallestBatches(MeasuredStep[] runs, ValidationRow[] rows)
    {
        foreach (var group in runs.Zip(rows).Where(pair => pair.First.Batch <= 2).GroupBy(pair => (pair.First.Source, pair.First.Model, pair.First.Context)).Where(g => g.Count() == 2))
        {
            var one = group.Single(pair => pair.First.Batch == 1).Second;
            var two = group.Single(pair => pair.First.Batch == 2).Second;
            double reference = one.Reference / (two.Reference / 2), ours = one.Ours / (two.Ours / 2);
            yield return new ValidationRow($"{group.Key.Source}/{group.Key.Model}/context-{group.Key.Context}", "batch 1 / batch 2 per user", reference, ours, Math.Max(0, 1 - ours), 0);
        }
    }

    private static IEnumerable<ValidationRow> Reported(string source, string what, ValidationRow[] rows, double? tolerance)
    {
        if (rows.Length == 0) yield break;
        foreach (ValidationRow row in rows) yield return row with { IsDetail = true };
        double[] ordered = [.. rows.Select(row => row.Error).Order()];
        yield return Summary($"{source}/{what}", Median, ordered, (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2, tolerance);
    }

    private static ValidationRow Summary(string @case, string metric, double[] errors, double error, double? tolerance) =>
        new(@case, metric, 0, error, error, tolerance) { Note = string.Create(CultureInfo.InvariantCulture, $"{errors.Length} rows, worst {errors.Max():P1}") };
}
