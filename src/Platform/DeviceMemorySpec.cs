using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>The memory of a device.</summary>
/// <param name="Dram">The DRAM preset.</param>
/// <param name="Capacity">What it holds.</param>
/// <param name="PeakBandwidth">All its data lines together.</param>
/// <param name="StreamBandwidth">What long sequential reads reach.</param>
/// <param name="Latency">From a read of one row to its data, on an idle memory.</param>
public sealed record DeviceMemorySpec(string Dram, Bytes Capacity, Bandwidth PeakBandwidth, Bandwidth StreamBandwidth, Duration Latency)
{
    /// <summary>Reads the memory section of a platform; faults are noted in its document.</summary>
    public static DeviceMemorySpec Read(PresetSection section) => new(
        section.Text("dram"),
        section.Get<Bytes>("capacity"),
        section.Get<Bandwidth>("peak"),
        section.Get<Bandwidth>("stream"),
        section.Get<Duration>("latency"));

    /// <summary>Wires the memory of one device.</summary>
    public DeviceMemory Build(Simulation simulation) => new(simulation, this);
}
