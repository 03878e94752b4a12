using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Platform;

/// <summary>The memory of a device at work: streams of reads and writes laid over all channels of its DRAM.</summary>
/// <remarks>
/// Tensors are striped over all channels, so what the cores ask for one after the other lies one after the other. Data moves in lines that
/// give every channel one piece; a transfer is done when the last line that it touches has come, and the rest of that line serves the
/// next transfer. So no byte moves twice, and all channels carry the same load, which lets one of them stand for all.
/// </remarks>
public sealed class DeviceMemory : ITransferPort
{
    private readonly LineStream _reads;
    private readonly LineStream _writes;

    internal DeviceMemory(Simulation simulation, DeviceMemorySpec spec, Probe? probe = null)
    {
        Stack = new DramStack(simulation, spec.Dram, spec.FoldsChannels, probe);
        _reads = new LineStream(simulation, Stack, isWrite: false, firstLine: 0, spec.PathLatency, spec.PathRate is { } rate ? new SerialPort(simulation, rate, spec.PathLatency) : null);
        _writes = new LineStream(simulation, Stack, isWrite: true, firstLine: spec.Dram.Rows / 2, Duration.Zero, path: null);
    }

    /// <summary>The DRAM, with its counts.</summary>
    public DramStack Stack { get; }

    /// <inheritdoc/>
    public void Submit(in Transfer transfer, IEventHandler whenDone, long payload) =>
        (transfer.IsWrite ? _writes : _reads).Submit(transfer.Size, whenDone, payload);
}
