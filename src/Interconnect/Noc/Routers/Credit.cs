namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>One place of a buffer on its way back to the sender.</summary>
/// <param name="Channel">The virtual channel whose buffer it is.</param>
/// <param name="IsTail">Whether a packet's last flit has left the place.</param>
internal readonly record struct Credit(int Channel, bool IsTail);
