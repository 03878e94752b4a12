namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>One packet under way; lives in the fabric's pool from its creation to the arrival of its tail.</summary>
public struct NocPacket
{
    /// <summary>Who sends it.</summary>
    public int Source { get; init; }

    /// <summary>The endpoint it goes to.</summary>
    public int Destination { get; init; }

    /// <summary>Its length in flits, the head included.</summary>
    public int Flits { get; init; }

    /// <summary>Routers visited so far.</summary>
    public int Hops { get; internal set; }

    /// <summary>The cycle in which it was created.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The cycle in which its head left the source.</summary>
    public long SentAt { get; internal set; }

    /// <summary>The sender's own mark.</summary>
    public long Tag { get; init; }

    /// <summary>Random bits that settle equal distances on a closed dimension, bit d for dimension d.</summary>
    internal uint Coins;

    /// <summary>The dimension it travels in, or -1.</summary>
    internal int Dimension;

    /// <summary>In a closed dimension: 0 upwards, 1 downwards.</summary>
    internal int Direction;

    /// <summary>In a closed dimension: whether it uses the upper half of the channels.</summary>
    internal bool UpperHalf;

    /// <summary>The next packet in its queue or in the pool's free list, or -1.</summary>
    internal int Next;
}
