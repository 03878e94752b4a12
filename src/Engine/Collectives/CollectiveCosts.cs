using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What a message costs on the devices at its ends, beside the network.</summary>
public sealed record CollectiveCosts
{
    /// <summary>Nothing.</summary>
    public static CollectiveCosts None { get; } = new();

    /// <summary>Software between a message that arrives and the one that waits for it; also before a rank's first message.</summary>
    public Duration StepOverhead { get; init; }

    /// <summary>At what rate a device moves bytes to and from its memory for a collective; zero for no limit.</summary>
    public Bandwidth MemoryRate { get; init; }

    /// <summary>At what rate a device adds incoming bytes to its own; zero for no limit.</summary>
    public Bandwidth ReductionRate { get; init; }

    /// <summary>From the arrival of a message until what waits for it may begin.</summary>
    public Duration AfterArrivalOf(CollectiveMessage message)
    {
        Duration local = TimeAt(MemoryRate, message.ReadAtReceiver + message.WrittenAtReceiver);
        if (message.Reduces) local = Duration.Max(local, TimeAt(ReductionRate, message.Size));
        return local;
    }

    private static Duration TimeAt(Bandwidth rate, Bytes size) => rate.BytesPerSecond > 0 ? rate.TimeFor(size) : Duration.Zero;
}
