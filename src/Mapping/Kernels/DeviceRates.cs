using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>What tiling needs to know of a device to choose between cuts: its logic, and how fast its memory streams.</summary>
/// <param name="Compute">The logic.</param>
/// <param name="MemoryRate">What long sequential reads reach.</param>
/// <param name="MemoryLatency">From a read to its first data.</param>
public sealed record DeviceRates(ComputeSpec Compute, Bandwidth MemoryRate, Duration MemoryLatency)
{
    /// <summary>What one access to every channel of the memory moves; loads come in whole lines. Zero where memory has no such grain.</summary>
    public Bytes MemoryLine { get; init; }

    /// <summary>What of the memory's latency lies between its edge and the cores.</summary>
    public Duration PathLatency { get; init; }

    /// <summary>What long sequential reads reach at the memory's edge.</summary>
    public Bandwidth DramRate { get; init; } = MemoryRate;

    /// <summary>What the way from there to the cores carries, one load after the other; null where it is never the narrower.</summary>
    public Bandwidth? PathRate { get; init; }

    /// <summary>From a write to its end in an idle memory.</summary>
    public Duration WriteLatency { get; init; }

    /// <summary>The rates of a device.</summary>
    public static DeviceRates Of(DeviceSpec device)
    {
        DeviceMemorySpec memory = device.Memory;
        return new DeviceRates(device.Compute, memory.StreamBandwidth, memory.Latency)
        {
            MemoryLine = memory.Dram.Interleave * memory.Dram.Channels,
            PathLatency = memory.PathLatency,
            DramRate = memory.DramBandwidth,
            PathRate = memory.PathRate,
            WriteLatency = memory.WriteLatency,
        };
    }

    /// <summary>The time a kernel takes if every resource is busy all the time it can be: no queue, no bank, no latency but the first.</summary>
    /// <remarks>
    /// launch + first load + max(memory, shared buffer, units + waves * wave cost, every stage by itself / buffers)
    /// + reduction. A choice between cuts, not a result: results come from the event engine.
    /// </remarks>
    public Duration Predict(Kernel kernel) => Predict(kernel.Runs.AsSpan(), kernel.LaunchTime(Compute.Launch) + kernel.ReductionTime(Compute.Launch));

    /// <summary>The same of stages that are no kernel yet.</summary>
    /// <param name="runs">The stages, in order.</param>
    /// <param name="outside">What the kernel takes before its first load and after its last store.</param>
    internal Duration Predict(ReadOnlySpan<StageRun> runs, Duration outside)
    {
        Bytes traffic = Bytes.Zero, moved = Bytes.Zero;
        Duration units = Duration.Zero, waiting = Duration.Zero;
        foreach (ref readonly StageRun run in runs)
        {
            traffic += run.ChannelLoad * run.Stages + run.Store * run.Waves;
            moved += run.FromShared * run.Stages;
            units += run.Compute * run.Stages + run.Start * run.Waves;
            Duration alone = MemoryLatency + run.ChannelLoad / MemoryRate + Compute.Shared.Latency + run.FromShared / Compute.Shared.Rate + run.Compute;
            waiting += alone * run.Stages / run.Buffers;
        }
        Duration busiest = Duration.Max(Duration.Max(traffic / MemoryRate, moved / Compute.Shared.Rate), Duration.Max(units, waiting));
        return busiest + MemoryLatency + Compute.Shared.Latency + outside;
    }
}
