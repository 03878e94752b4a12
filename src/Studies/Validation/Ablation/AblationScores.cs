using System.Globalization;

namespace DeepStack.Sim.Studies.Validation.Ablation;

/// <summary>Scores an ablation: the gain of free choice of parallelism at the largest batch, that it is smaller at the smallest, and the order of the steps.</summary>
internal static class AblationScores
{
    private const string Rate = "tokens_per_s, of step 1", Gain = "gain of full parallelism", Order = "order of steps";

    /// <summary>The least gain from plans of tensor, pipeline and data parallelism to all of them, at the largest batch.</summary>
    private const double LeastGain = 2.5;

    /// <summary>The rows of a table.</summary>
    public static IEnumerable<ValidationRow> RowsOf(IReadOnlyList<AblationStep> steps)
    {
        if (steps.Count == 0) yield break;
        var predictor = new AblationPredictor();
        var rates = steps.OrderBy(step => step.Batch).ThenBy(step => step.Step).GroupBy(step => step.Batch).ToDictionary(g => g.Key, g => g.Select(step => (Step: step, Ours: predictor.RateOf(step))).ToArray());
        foreach (var row in rates.Values.SelectMany(batch => batch.Select(step => Compared(step, batch[0])))) yield return row;
        int smallest = rates.Keys.Min(), largest = rates.Keys.Max();
        double small = GainOf(rates[smallest]), large = GainOf(rates[largest]);
        yield return new ValidationRow($"ablation/batch-{largest}", Gain, TheirGainOf(rates[largest]), large, Math.Max(0, LeastGain / large - 1), 0) { Note = string.Create(CultureInfo.InvariantCulture, $"at least {LeastGain}") };
        yield return new ValidationRow($"ablation/batch-{smallest}", Gain, TheirGainOf(rates[smallest]), small, Math.Max(0, small / large - 1), 0) { Note = "smaller than at the largest batch" };
        foreach (var batch in rates)
        {
            double fall = batch.Value.Zip(batch.Value.Skip(1)).Max(pair => Math.Max(0, pair.First.Ours / pair.Second.Ours - 1));
            yield return new ValidationRow($"ablation/batch-{batch.Key}", Order, 0, fall, fall, 0) { Note = "no step is slower than the one before" };
        }
    }

    private static ValidationRow Compared((AblationStep Step, double Ours) row, (AblationStep Step, double Ours) first) =>
        ValidationRow.Relative(row.Step.Case, Rate, row.Step.Rate / first.Step.Rate, row.Ours / first.Ours, null) with
        {
            Note = string.Create(CultureInfo.InvariantCulture, $"{row.Step.Name}: {row.Ours:F0} tokens/s as {row.Step.Plan}"),
        };

    private static double GainOf((AblationStep Step, double Ours)[] batch) => Of(batch, 2).Ours / Of(batch, 1).Ours;

    private static double TheirGainOf((AblationStep Step, double Ours)[] batch) => Of(batch, 2).Step.Rate / Of(batch, 1).Step.Rate;

    private static (AblationStep Step, double Ours) Of((AblationStep Step, double Ours)[] batch, int number) => batch.First(row => row.Step.Step == number);
}
