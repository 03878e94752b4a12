using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Studies.Points;

/// <summary>Both answers to a point.</summary>
/// <param name="Point">The question.</param>
/// <param name="Simulated">The step's time at event fidelity.</param>
/// <param name="Predicted">Its time in closed form, nothing fitted.</param>
public sealed record PointResult(StepPoint Point, Duration Simulated, Duration Predicted)
{
    /// <summary>Asks both.</summary>
    public static PointResult Of(StepPoint point)
    {
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(point.Model), PlatformPreset.Open(point.Platform), point.Plan);
        return new PointResult(point, executors.Detailed.Execute(point.Shape()).Elapsed, executors.Analytical.Execute(point.Shape()).Elapsed);
    }

    /// <summary>The closed form's answer alone, in place of an earlier one.</summary>
    public PointResult Predict()
    {
        StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(Point.Model), PlatformPreset.Open(Point.Platform), Point.Plan);
        return this with { Predicted = executors.Analytical.Execute(Point.Shape()).Elapsed };
    }
}
