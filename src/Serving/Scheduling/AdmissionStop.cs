namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Why a step took in no more waiting requests.</summary>
public enum AdmissionStop : byte
{
    /// <summary>Nobody was left waiting.</summary>
    QueueEmpty,

    /// <summary>The running list was at its limit.</summary>
    Sequences,

    /// <summary>The token budget was used up, or with chunking off the next prompt did not fit into it.</summary>
    Budget,

    /// <summary>The KV blocks of the next request were not free.</summary>
    Blocks,

    /// <summary>A running request was preempted in this step.</summary>
    Preemption,
}
