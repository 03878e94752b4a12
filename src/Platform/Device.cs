using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Observation;

namespace DeepStack.Sim.Platform;

/// <summary>One device, wired: cores that load through a shared buffer from a memory.</summary>
public sealed class Device
{
    /// <param name="simulation">The world the device lives in.</param>
    /// <param name="spec">What the device is.</param>
    /// <param name="probe">Who listens to the banks of its memory, if anybody.</param>
    public Device(Simulation simulation, DeviceSpec spec, Probe? probe = null)
    {
        Memory = spec.Memory.Build(simulation, probe);
        Shared = new SerialPort(simulation, spec.Compute.Shared.Rate, spec.Compute.Shared.Latency);
        Cores = new CorePipeline(simulation, Memory, Shared, spec.Compute.Launch);
    }

    /// <summary>The cores.</summary>
    public CorePipeline Cores { get; }

    /// <summary>The memory.</summary>
    public DeviceMemory Memory { get; }

    /// <summary>The shared buffer.</summary>
    public SerialPort Shared { get; }
}
