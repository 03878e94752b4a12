using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;

namespace DeepStack.Sim.Platform;

/// <summary>The memory of a device at work.</summary>
public sealed class DeviceMemory : ITransferPort
{
    private readonly SerialPort _port;

    internal DeviceMemory(Simulation simulation, DeviceMemorySpec spec) => _port = new SerialPort(simulation, spec.StreamBandwidth, spec.Latency);

    /// <inheritdoc/>
    public void Submit(in Transfer transfer, IEventHandler whenDone, long payload) => _port.Submit(transfer, whenDone, payload);
}
