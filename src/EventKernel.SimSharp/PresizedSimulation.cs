using Kernel = global::SimSharp;

namespace DeepStack.Sim.EventKernel.SimSharp;

/// <summary>A SimSharp world whose queue has its final size from the beginning.</summary>
/// <remarks>When SimSharp's queue grows, events of equal time and priority lose their order; so it must never grow.</remarks>
internal sealed class PresizedSimulation : Kernel.Simulation
{
    /// <param name="start">What its clock shows at first.</param>
    /// <param name="capacity">How many events its queue must hold.</param>
    public PresizedSimulation(DateTime start, int capacity)
        : base(start) => ScheduleQ = new Kernel.EventQueue(capacity);
}
