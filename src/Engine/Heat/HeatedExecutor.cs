using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>Times the steps of one replica at the refresh rate and clock that its heat allows at the moment they are built, and at which they keep the power cap.</summary>
internal sealed class HeatedExecutor(DeviceHeat heat, ExecutorSet executors, StepPowerCap? cap) : IStepExecutor
{
    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        OperatingPoint point = heat.Allowed;
        StepTiming timing = executors.For(point).Execute(shape);
        while (cap is not null && cap.TrySlow(timing, ref point)) timing = executors.For(point).Execute(shape);
        heat.Plan(point);
        return timing;
    }
}
