using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;

namespace DeepStack.Sim.Platform;

/// <summary>One device, wired: cores that load through a shared buffer from a memory.</summary>
public sealed class Device
{
    /// <param name="simulation">The world the device lives in.</param>
    /// <param name="spec">What the device is.</param>
    public Device(Simulation simulation, DeviceSpec spec)
    {
        Memory = spec.Memory.Build(simulation);
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
