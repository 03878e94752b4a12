namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>How a source feeds the packets of its messages to their first link.</summary>
public enum InjectionMode
{
    /// <summary>All packets of a message join the queue at once.</summary>
    Burst,

    /// <summary>Open messages of a link take turns, one packet each; at most one local packet is queued or on the wire.</summary>
    RoundRobin,

    /// <summary>At most a window of packets is unacknowledged; every acknowledgement releases one more.</summary>
    Window,
}
