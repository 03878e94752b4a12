using System.Globalization;
using DeepStack.Sim.Engine.Confidence;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Fidelity sampled against fidelity event on random steps: the machines, models and seeds of a file.</summary>
public sealed class LadderValidation : IValidationArea
{
    private const string File = "runs.csv";

    /// <summary>Share of the intervals that must hold the truth; they are made to hold 95 %.</summary>
    private const double Coverage = 0.93;

    private const double MedianHalfWidth = 0.01, LargestHalfWidth = 0.03, MeanError = 0.01;

    /// <inheritdoc/>
    public string Name => "ladder";

    /// <inheritdoc/>
    public string Description => "fidelity sampled and its intervals against fidelity event on random steps";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string file = Path.Combine(request.DataDirectory, File);
        if (!System.IO.File.Exists(file)) throw new PresetException($"There is no {File} in \"{request.DataDirectory}\"; expected columns platform, model, tp, steps, seed.");
        var all = new List<LadderStep>();
        foreach (CsvRow run in CsvTable.Read(file).Rows)
        {
            foreach (LadderStep step in StepsOf(run))
            {
                all.Add(step);
                yield return ValidationRow.Relative($"{run["platform"]}/{run["model"]}/tp{run["tp"]}: {WordsOf(step.Shape)}", "step_ms", step.Truth, step.Sampled, null) with
                {
                    IsDetail = true,
                    Note = string.Create(CultureInfo.InvariantCulture, $"interval {step.Low:F4} to {step.High:F4}{(step.IsHeld ? "" : ", missed")}"),
                };
            }
        }
        double[] widths = [.. all.Select(s => s.HalfWidth).Order()];
        string steps = $"{all.Count} random steps";
        double held = all.Count(s => s.IsHeld) / (double)all.Count;
        yield return new ValidationRow(steps, "intervals that miss", 0.05, 1 - held, 1 - held, 1 - Coverage);
        yield return new ValidationRow(steps, "half-width, median", 0, widths[widths.Length / 2], widths[widths.Length / 2], MedianHalfWidth);
        yield return new ValidationRow(steps, "half-width, largest", 0, widths[^1], widths[^1], LargestHalfWidth);
        yield return new ValidationRow(steps, "error, mean", 0, all.Average(s => s.Error), all.Average(s => s.Error), MeanError);
        yield return new ValidationRow(steps, "error, largest", 0, all.Max(s => s.Error), all.Max(s => s.Error), null);
    }

    private static IEnumerable<LadderStep> StepsOf(CsvRow run)
    {
        ModelSpec model = ModelLibrary.Open(run["model"]);
        var executors = StepExecutors.Open(model, PlatformPreset.Open(run["platform"]), new ParallelPlan(run.Get<int>("tp")));
        var check = new LadderCheck(executors, new RandomSteps(run.Get<ulong>("seed"), Math.Min(8192, model.MaxPositions)));
        for (int i = run.Get<int>("steps"); i > 0; i--) yield return check.Next();
    }

    private static string WordsOf(StepShape shape)
    {
        string prompts = string.Join("+", shape.Slices.Where(s => !s.IsDecode).Select(s => s.ContextTokens > 0 ? $"{s.NewTokens}@{s.ContextTokens}" : $"{s.NewTokens}"));
        string decodes = shape.DecodeSequences > 0 ? $"{shape.DecodeSequences}x{shape.DecodeContextTokens / shape.DecodeSequences}" : "";
        return string.Join(" ", ((string[])[prompts, decodes]).Where(t => t.Length > 0));
    }
}
