using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What messages that grow in proportion load onto the links that they pass.</summary>
/// <param name="Share">Bytes on links, without headers, over the size that the messages grow with.</param>
/// <param name="Messages">Messages, once for every link passed.</param>
internal readonly record struct LinkLoad(double Share, double Messages)
{
    /// <summary>With another message of each of some ranks, of which one counts.</summary>
    /// <param name="share">Its size over that which messages grow with.</param>
    /// <param name="links">Links that it passes.</param>
    /// <param name="ranks">Ranks.</param>
    public LinkLoad With(double share, double links, int ranks) => new(Share + (links * share / ranks), Messages + (links / ranks));

    /// <summary>Bytes with their headers at a size; messages are taken at their mean.</summary>
    public double BytesAt(Bytes size, PacketFormat packet) =>
        Messages > 0 ? (Share * size.Count) + (Messages * packet.Header.Count * CollectivePhase.PacketsOf(Share / Messages * size.Count, packet)) : 0;
}
