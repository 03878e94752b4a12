using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>One message of a collective.</summary>
/// <param name="From">The sending rank.</param>
/// <param name="To">The receiving rank.</param>
/// <param name="Size">Payload: the sum of its chunks.</param>
/// <param name="Chunks">Which chunks of the schedule it carries.</param>
/// <param name="Reduces">Whether the receiver adds it to what it has, rather than storing it.</param>
/// <param name="After">Messages that must be complete before it may begin, by number; all smaller than its own.</param>
public sealed record CollectiveMessage(int From, int To, Bytes Size, IReadOnlyList<int> Chunks, bool Reduces, IReadOnlyList<int> After)
{
    /// <summary>What the sender's memory is read for.</summary>
    public Bytes ReadAtSender => Size;

    /// <summary>What the receiver's memory is read for: its own part of a sum.</summary>
    public Bytes ReadAtReceiver => Reduces ? Size : Bytes.Zero;

    /// <summary>What the receiver's memory is written with.</summary>
    public Bytes WrittenAtReceiver => Size;
}
