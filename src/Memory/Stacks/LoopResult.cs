using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>What a closed loop on one channel gave.</summary>
/// <param name="Time">From the first transfer's start to the last one's end.</param>
/// <param name="MeanLatency">The mean time of a transfer [s].</param>
/// <param name="Moved">Bytes in all.</param>
/// <param name="Counts">Commands of the channel.</param>
public sealed record LoopResult(Duration Time, double MeanLatency, Bytes Moved, StackCounts Counts)
{
    /// <summary>Bytes a second of the channel.</summary>
    public Bandwidth Bandwidth => Bandwidth.FromBytesPerSecond(Moved.Count / Time.Seconds);
}
