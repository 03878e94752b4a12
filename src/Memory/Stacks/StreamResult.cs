using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>What streaming took.</summary>
/// <param name="Time">From the first command to the last data at the logic.</param>
/// <param name="Counts">Commands of all channels.</param>
public sealed record StreamResult(Duration Time, StackCounts Counts)
{
    /// <summary>Bytes a second.</summary>
    public Bandwidth BandwidthOf(Bytes size) => Bandwidth.FromBytesPerSecond(size.Count / Time.Seconds);
}
