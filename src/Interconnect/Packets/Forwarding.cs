namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>When a node may begin to send a packet on.</summary>
public enum Forwarding
{
    /// <summary>When the whole packet has arrived.</summary>
    StoreAndForward,

    /// <summary>When its header has arrived; a faster link is held until the tail has come in.</summary>
    CutThrough,
}
