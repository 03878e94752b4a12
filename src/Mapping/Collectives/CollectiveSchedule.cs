using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>A collective as messages with dependencies: what is sent and what must come before, but not when.</summary>
/// <param name="Request">What it fulfils.</param>
/// <param name="Algorithm">The name of the algorithm that made it.</param>
/// <param name="Chunks">The size of every chunk that the vector is cut into.</param>
/// <param name="Owners">The rank that holds a chunk first (all-gather, all-to-all) or last (reduce-scatter); of an all-to-all, the sender.</param>
/// <param name="Messages">The messages, by number; each depends on smaller numbers only.</param>
public sealed record CollectiveSchedule(
    CollectiveRequest Request,
    string Algorithm,
    IReadOnlyList<Bytes> Chunks,
    IReadOnlyList<int> Owners,
    IReadOnlyList<CollectiveMessage> Messages)
{
    /// <summary>How many ranks take part.</summary>
    public int Ranks => Request.Ranks;

    /// <summary>Payload of all messages.</summary>
    public Bytes Volume => Bytes.FromCount(Messages.Sum(message => message.Size.Count));

    /// <summary>The longest chain of messages that wait for one another.</summary>
    public int Depth()
    {
        int[] depth = new int[Messages.Count];
        for (int i = 0; i < depth.Length; i++) depth[i] = 1 + Messages[i].After.Select(before => depth[before]).DefaultIfEmpty(0).Max();
        return depth.DefaultIfEmpty(0).Max();
    }
}
