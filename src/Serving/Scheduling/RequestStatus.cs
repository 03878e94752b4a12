namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Where a request stands in its replica.</summary>
internal enum RequestStatus : byte
{
    /// <summary>The slot holds no request.</summary>
    None,

    /// <summary>In the waiting queue, for the first time or after a preemption.</summary>
    Waiting,

    /// <summary>In the running list.</summary>
    Running,

    /// <summary>Has blocks and waits for what belongs into them (WAITING_FOR_REMOTE_KVS).</summary>
    Loading,

    /// <summary>Its blocks are full of what was loaded; looked at before the waiting queue.</summary>
    Loaded,

    /// <summary>Its prompt is done and its blocks are kept for whoever takes them over.</summary>
    Kept,
}
