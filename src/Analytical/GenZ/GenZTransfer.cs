namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>What devices do together.</summary>
public enum GenZTransfer
{
    /// <summary>Every device gets the sum of all.</summary>
    AllReduce,

    /// <summary>Every device gets the shards of all.</summary>
    AllGather,

    /// <summary>Every device gets its part from each.</summary>
    AllToAll,

    /// <summary>One device sends to the next.</summary>
    SendReceive,
}
