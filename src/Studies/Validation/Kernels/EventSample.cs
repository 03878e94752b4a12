using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>Times measured kernels at event fidelity: every stage and every memory command.</summary>
internal sealed class EventSample(DeviceSpec device) : IEventHandler
{
    void IEventHandler.Handle(long payload)
    {
    }

    /// <summary>The time of a kernel on an idle device.</summary>
    public Duration TimeOf(MeasuredKernel measured, KernelCutter cutter) =>
        measured.Cut(cutter).Aggregate(Duration.Zero, (sum, kernel) => sum + TimeOf(kernel));

    private Duration TimeOf(Kernel kernel)
    {
        var simulation = new Simulation();
        var idle = new Device(simulation, device);
        idle.Cores.Start(kernel, this, 0);
        simulation.RunToEnd();
        return simulation.Now - SimTime.Zero;
    }
}
