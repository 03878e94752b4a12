namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>The watchdog: says who waits for whom when nothing moves any more.</summary>
public sealed partial class PacketNetwork
{
    /// <summary>Names the links that wait for a place at their far end and what holds it; for when the simulation has run dry with messages open.</summary>
    public string DescribeStandstill()
    {
        LinkDirection[] stuck = [.. _links.Where(link => link.IsStuck)];
        if (stuck.Length == 0) return "No link waits for a place; the messages that are open were never told to go on.";
        var next = stuck.ToDictionary(link => link, HolderOf);
        return $"{stuck.Length} link directions wait for a place in a full buffer: " + string.Join("; ", CircleOf(next).Select(link => Sentence(link, next[link])))
            + ". Give the buffers more places (buffer_packets), or use routes whose links cannot wait for one another in a circle.";
    }

    private static string Sentence(LinkDirection link, LinkDirection? holder) =>
        $"{link.From} to {link.To} waits for node {link.To}" + (holder is null ? "" : $", whose places are held by packets for {holder.From} to {holder.To}");

    /// <summary>The stuck link in whose queue lie packets that came over the given one.</summary>
    private LinkDirection? HolderOf(LinkDirection link) =>
        Array.Find(_links, other => other.From == link.To && other.IsStuck && other.WaitingPackets().Any(packet => CameOver(packet, link)));

    private bool CameOver(long packet, LinkDirection link)
    {
        int hop = PacketCode.HopOf(packet);
        return (packet & PacketCode.Acknowledgement) == 0 && hop > 0 && MessageOf(packet).Path.Links[hop - 1] == link;
    }

    private static List<LinkDirection> CircleOf(Dictionary<LinkDirection, LinkDirection?> next)
    {
        var walk = new List<LinkDirection>();
        LinkDirection? link = next.Keys.MinBy(l => l.Number);
        while (link is not null && !walk.Contains(link))
        {
            walk.Add(link);
            link = next[link];
        }
        return link is null ? walk : walk[walk.IndexOf(link)..];
    }
}
