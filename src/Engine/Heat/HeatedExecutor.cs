using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Times the steps of one replica at the refresh rate and clock that its heat allows at the moment they are built, and at which they keep the power cap.</summary>
internal sealed class HeatedExecutor(DeviceHeat heat, Func<OperatingPoint, IStepExecutor> executors, StepPowerCap? cap) : IStepExecutor
{
    private OperatingPoint _latest = OperatingPoint.Nominal;
    private IStepExecutor _atLatest = executors(OperatingPoint.Nominal);

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        OperatingPoint point = heat.Allowed;
        StepTiming timing = At(point).Execute(shape);
        while (cap is not null && cap.TrySlow(timing, heat.BackgroundAt(point), ref point)) timing = At(point).Execute(shape);
        heat.Plan(point);
        return timing;
    }

    /// <summary>The executor of a point, which is nearly always that of the step before.</summary>
    private IStepExecutor At(OperatingPoint point)
    {
        if (point != _latest) (_latest, _atLatest) = (point, executors(point));
        return _atLatest;
    }
}
