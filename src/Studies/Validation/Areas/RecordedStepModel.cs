using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Gives the k-th step asked for the time that the k-th row of a recording took.</summary>
/// <remarks>A run with more steps than rows gets the last row's time for the rest, and shows the difference in its step count.</remarks>
internal sealed class RecordedStepModel : IStepModel
{
    private readonly Duration[] _durations;
    private int _next;

    /// <param name="steps">A table with the columns <c>start_s</c> and <c>end_s</c>.</param>
    public RecordedStepModel(CsvTable steps) => _durations =
        [.. steps.Rows.Select(row => Duration.FromSeconds(row.Get<double>("end_s")) - Duration.FromSeconds(row.Get<double>("start_s")))];

    public Duration DurationOf(StepShape shape) => _durations[Math.Min(_next++, _durations.Length - 1)];
}
