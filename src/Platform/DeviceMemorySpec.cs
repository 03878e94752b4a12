using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>The memory of a device.</summary>
/// <param name="Dram">Its DRAM: channels, banks, timings.</param>
/// <param name="Capacity">What of it programs can use.</param>
/// <param name="PathLatency">From the DRAM's edge to the cores' side of the shared buffer: controller, interposer, crossbar.</param>
/// <param name="PathRate">What the way to the cores carries of loads where that is less than the DRAM delivers; null where it is not.</param>
public sealed record DeviceMemorySpec(DramStackSpec Dram, Bytes Capacity, Duration PathLatency, Bandwidth? PathRate = null)
{
    /// <summary>The size of the stream by which sustained bandwidth and latency are found.</summary>
    private static readonly Bytes Probe = Bytes.FromCount(256L << 20);

    /// <summary>Whether channels of equal load are simulated once for all of them, which changes no time and spares most events.</summary>
    public bool FoldsChannels { get; init; } = true;

    /// <summary>All data lines together.</summary>
    public Bandwidth PeakBandwidth => Dram.PeakBandwidth;

    /// <summary>What long sequential reads reach at the DRAM's edge, refresh and row changes included; simulated when asked for.</summary>
    public Bandwidth DramBandwidth => StackStream.Measure(Dram, Probe).BandwidthOf(Probe);

    /// <summary>What long sequential reads reach, the way to the cores included.</summary>
    public Bandwidth StreamBandwidth => DramBandwidth is var dram && PathRate is { } rate && rate < dram ? rate : dram;

    /// <summary>From a read to its first data, on an idle memory; simulated when asked for.</summary>
    public Duration Latency => PathLatency + StackStream.Measure(Dram, Dram.Access * Dram.Channels).Time;

    /// <summary>From a write to its end in an idle DRAM; simulated when asked for.</summary>
    public Duration WriteLatency => StackStream.Measure(Dram, Dram.Access * Dram.Channels, isWrite: true).Time;

    /// <summary>Reads the memory section of a platform; faults are noted in its document.</summary>
    /// <param name="section">The section.</param>
    /// <param name="changes">Values that replace what presets say; null for none.</param>
    /// <exception cref="PresetException">The DRAM preset is missing or wrong.</exception>
    public static DeviceMemorySpec Read(PresetSection section, PresetChanges? changes = null)
    {
        DramStackSpec dram = DramStackSpec.FromPreset(section.Text("dram"), changes);
        Bytes capacity = section.Get<Bytes>("capacity");
        if (capacity > dram.Capacity) section.Fault("capacity", $"is {capacity}, more than the {dram.Capacity} of {dram.Name}");
        return new DeviceMemorySpec(dram, capacity, section.Get<Duration>("path_latency"), section.Has("path_rate") ? section.Get<Bandwidth>("path_rate") : null);
    }

    /// <summary>The same memory at another refresh rate, its crossing to the logic at another clock; the path's latency stays.</summary>
    public DeviceMemorySpec At(OperatingPoint point)
    {
        Clock? logic = Dram.LogicClock is { } clock ? Clock.FromHertz(clock.Hertz * point.ClockSteps / OperatingPoint.FullClock) : null;
        return new DeviceMemorySpec(Dram.RefreshedAt(point.RefreshRate) with { LogicClock = logic }, Capacity, PathLatency, PathRate) { FoldsChannels = FoldsChannels };
    }

    /// <summary>Wires the memory of one device; a probe hears what its banks do.</summary>
    public DeviceMemory Build(Simulation simulation, Probe? probe = null) => new(simulation, this, probe);
}
