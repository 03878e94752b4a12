using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>Messages of a collective that begin together, reduced to the transfers of which one may be the slowest at some size.</summary>
internal sealed class CollectivePhase : IEquatable<CollectivePhase>
{
    private readonly Limit[] _limits;

    private CollectivePhase(Limit[] limits) => _limits = limits;

    /// <summary>Reduces messages.</summary>
    /// <param name="messages">They begin together.</param>
    /// <param name="unit">The collective's size in which their sizes are given [bytes].</param>
    /// <param name="group">Who sends them.</param>
    /// <param name="network">The network.</param>
    public static CollectivePhase Of(IReadOnlyList<CollectiveMessage> messages, double unit, RankGroup group, NetworkCostModel network)
    {
        var loads = new Dictionary<int, (double Share, int Messages)>();
        foreach ((CollectiveMessage message, IReadOnlyList<int> path) in Paths(messages, group, network))
        {
            foreach (int link in path)
            {
                (double share, int count) = loads.GetValueOrDefault(link);
                loads[link] = (share + message.Size.Count / unit, count + 1);
            }
        }
        var limits = new HashSet<Limit>();
        foreach ((CollectiveMessage message, IReadOnlyList<int> path) in Paths(messages, group, network))
        {
            double latency = path.Sum(link => (double)network.LinkOf(link).Latency.Picoseconds), passing = path.Skip(1).Sum(link => PsPerByte(network, link));
            foreach (int link in path) limits.Add(LimitOf(loads[link], PsPerByte(network, link), latency, passing, message.Size.Count / unit));
        }
        return new CollectivePhase([.. limits.Where(limit => !limits.Any(limit.IsBelow)).OrderBy(limit => (limit.Latency, limit.Carried, limit.Headers, limit.Passing, limit.Own))]);
    }

    /// <summary>Packets of a message.</summary>
    public static double PacketsOf(double size, PacketFormat packet) => Math.Max(1, Math.Ceiling(size / packet.Payload.Count));

    /// <summary>The time of the slowest transfer, in picoseconds.</summary>
    /// <param name="size">The collective's size [bytes].</param>
    /// <param name="packet">How messages are cut.</param>
    public double LongestOf(double size, PacketFormat packet)
    {
        double longest = 0;
        foreach (Limit limit in _limits) longest = Math.Max(longest, limit.TimeOf(size, packet));
        return longest;
    }

    /// <inheritdoc/>
    public bool Equals(CollectivePhase? other) => other is not null && _limits.AsSpan().SequenceEqual(other._limits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CollectivePhase);

    /// <inheritdoc/>
    public override int GetHashCode() => _limits.Length;

    private static IEnumerable<(CollectiveMessage Message, IReadOnlyList<int> Path)> Paths(IReadOnlyList<CollectiveMessage> messages, RankGroup group, NetworkCostModel network)
    {
        foreach (CollectiveMessage message in messages)
        {
            for (int g = 0; g < group.Groups; g++) yield return (message, network.PathBetween(group.DeviceOf(g, message.From), group.DeviceOf(g, message.To)));
        }
    }

    private static double PsPerByte(NetworkCostModel network, int link) => 1e12 / network.LinkOf(link).Rate.BytesPerSecond;

    private static Limit LimitOf((double Share, int Messages) load, double psPerByte, double latency, double passing, double own) =>
        new(latency, passing, (float)load.Share * psPerByte, load.Messages * psPerByte, (float)(load.Share / load.Messages), (float)own);

    /// <summary>A transfer and one link of its path: what it would take if that link were its busiest.</summary>
    /// <param name="Latency">Of all links [ps].</param>
    /// <param name="Passing">Time of a byte on all links but the first [ps].</param>
    /// <param name="Carried">Time of the link for each byte of the collective's size [ps].</param>
    /// <param name="Headers">Time of the link for a byte of every message [ps].</param>
    /// <param name="Mean">The mean message on the link over the collective's size.</param>
    /// <param name="Own">The transfer's message over the collective's size.</param>
    private readonly record struct Limit(double Latency, double Passing, double Carried, double Headers, float Mean, float Own)
    {
        public double TimeOf(double size, PacketFormat packet) =>
            Latency + Passing * (Math.Min(packet.Payload.Count, Own * size) + packet.Header.Count)
            + Carried * size + Headers * packet.Header.Count * PacketsOf(Mean * size, packet);

        /// <summary>Whether another one is never faster.</summary>
        public bool IsBelow(Limit other) =>
            this != other && Latency <= other.Latency && Passing <= other.Passing && Carried <= other.Carried && Headers <= other.Headers && Mean <= other.Mean && Own <= other.Own;
    }
}
