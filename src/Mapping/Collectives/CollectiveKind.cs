namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>What a collective operation brings about.</summary>
public enum CollectiveKind
{
    /// <summary>Every rank ends with the sum of all ranks' vectors.</summary>
    AllReduce,

    /// <summary>Every rank ends with the parts of all ranks.</summary>
    AllGather,

    /// <summary>Rank r ends with part r of the sum of all ranks' vectors.</summary>
    ReduceScatter,

    /// <summary>Rank d ends with the d-th block of every rank.</summary>
    AllToAll,

    /// <summary>Every rank ends with rank 0's vector.</summary>
    Broadcast,

    /// <summary>The last rank ends with rank 0's vector.</summary>
    SendReceive,
}
