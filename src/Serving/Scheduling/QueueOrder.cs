namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Which waiting request is looked at first, and whom a shortage of KV blocks hits.</summary>
public enum QueueOrder
{
    /// <summary>First come, first served; preempted requests return to the front, the latest admitted is preempted first.</summary>
    Arrival,

    /// <summary>Smaller priority first, then earlier arrival; the largest of both is preempted first.</summary>
    Priority,

    /// <summary>Earliest deadline of the first token first; requests that have missed theirs come after all others.</summary>
    Deadline,

    /// <summary>Most tokens in the prefix cache first, then by arrival, as SGLang does.</summary>
    LongestPrefix,
}
