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
}
