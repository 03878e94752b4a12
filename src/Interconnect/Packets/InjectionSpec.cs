using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>How sources inject, and what destinations answer.</summary>
public sealed record InjectionSpec
{
    /// <summary>How a source feeds its first link.</summary>
    public InjectionMode Mode { get; init; } = InjectionMode.RoundRobin;

    /// <summary>Unacknowledged packets a message may have; counts in window mode only, where it is at least one.</summary>
    public int WindowPackets { get; init; }

    /// <summary>Whole size on the wire of the answer to each data packet, sent along the reversed path; zero for no answers.</summary>
    public Bytes Acknowledgement { get; init; }

    /// <summary>
    /// In round-robin mode: whether a message takes its place at the end of the turns again only when its packet's transmission has ended, so
    /// that one that began meanwhile goes first; otherwise it takes it as soon as the packet has joined the queue.
    /// </summary>
    public bool RejoinsAfterTransmission { get; init; }

    /// <summary>Whether an endpoint sends waiting acknowledgements before waiting data; a switch never does.</summary>
    public bool AcknowledgementsFirst { get; init; }

    /// <summary>Whether a message counts as complete when its sender has the last acknowledgement, rather than at delivery.</summary>
    public bool CompleteWhenAcknowledged { get; init; }
}
