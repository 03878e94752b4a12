using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>Messages of an all-to-all that begin together, reduced to what each link carries of each rank's blocks, so that any weights of the ranks can be asked for.</summary>
/// <remarks>A link that, at whatever weights, takes no longer than another one is left out.</remarks>
internal sealed class UnevenPhase
{
    private readonly LinkLoad[] _links;

    private UnevenPhase(LinkLoad[] links) => _links = links;

    /// <summary>Reduces messages.</summary>
    /// <param name="messages">They begin together; their chunks are numbered sender * ranks + receiver.</param>
    /// <param name="weighsSenders">Whether a block weighs what its sender does.</param>
    /// <param name="group">Who sends them.</param>
    /// <param name="network">The network.</param>
    public static UnevenPhase Of(IReadOnlyList<CollectiveMessage> messages, bool weighsSenders, RankGroup group, NetworkCostModel network)
    {
        var tallies = new SortedDictionary<int, LinkTally>();
        foreach (CollectiveMessage message in messages)
        {
            for (int g = 0; g < group.Groups; g++)
            {
                IReadOnlyList<int> path = network.PathBetween(group.DeviceOf(g, message.From), group.DeviceOf(g, message.To));
                double latency = path.Sum(link => (double)network.LinkOf(link).Latency.Picoseconds), passing = path.Skip(1).Sum(link => PsPerByte(network, link));
                foreach (int link in path)
                {
                    if (!tallies.TryGetValue(link, out LinkTally? tally)) tallies.Add(link, tally = new LinkTally(group.Count, PsPerByte(network, link)));
                    tally.Add(message, weighsSenders, latency, passing);
                }
            }
        }
        return new UnevenPhase([.. Decisive([.. tallies.Values]).Select(tally => tally.ToLoad())]);
    }

    /// <summary>The time of the slowest transfer, in picoseconds.</summary>
    /// <param name="size">The collective's size [bytes].</param>
    /// <param name="shares">The ranks' shares of the size [ranks]; they sum to one.</param>
    /// <param name="packet">How messages are cut.</param>
    public double LongestOf(double size, ReadOnlySpan<double> shares, PacketFormat packet)
    {
        double longest = 0;
        foreach (LinkLoad link in _links) longest = Math.Max(longest, link.TimeOf(size, shares, packet));
        return longest;
    }

    private static double PsPerByte(NetworkCostModel network, int link) => 1e12 / network.LinkOf(link).Rate.BytesPerSecond;

    /// <summary>Links none of which always takes less time than another; the first of equal ones.</summary>
    private static List<LinkTally> Decisive(LinkTally[] links)
    {
        var kept = new List<LinkTally>();
        foreach (LinkTally link in links.OrderByDescending(link => link.Total))
        {
            if (!kept.Any(link.IsNeverAbove)) kept.Add(link);
        }
        return kept;
    }

    /// <summary>What one link carries.</summary>
    private sealed class LinkTally(int ranks, double psPerByte)
    {
        private readonly double[] _blocks = new double[ranks];
        private double _latency;
        private double _passing;
        private int _messages;

        /// <summary>Time for a byte of every block [ps].</summary>
        public double Total => _blocks.Sum() * psPerByte;

        public void Add(CollectiveMessage message, bool weighsSenders, double latency, double passing)
        {
            foreach (int chunk in message.Chunks) _blocks[weighsSenders ? chunk / ranks : chunk % ranks]++;
            _latency = Math.Max(_latency, latency);
            _passing = Math.Max(_passing, passing);
            _messages++;
        }

        public bool IsNeverAbove(LinkTally other)
        {
            if (_latency > other._latency || _passing > other._passing || _messages * psPerByte > other._messages * other.PsPerByte) return false;
            for (int i = 0; i < ranks; i++)
            {
                if (_blocks[i] * psPerByte > other._blocks[i] * other.PsPerByte) return false;
            }
            return true;
        }

        public LinkLoad ToLoad()
        {
            int[] carried = [.. Enumerable.Range(0, ranks).Where(rank => _blocks[rank] > 0)];
            return new LinkLoad(_latency, _passing, psPerByte, _messages, carried, [.. carried.Select(rank => _blocks[rank])]);
        }

        private double PsPerByte => psPerByte;
    }

    /// <summary>A link and the slowest transfer over it.</summary>
    /// <param name="Latency">Of all links of the transfer [ps].</param>
    /// <param name="Passing">Time of a byte on all its links but the first [ps].</param>
    /// <param name="PsPerByte">Time of a byte on this link [ps].</param>
    /// <param name="Messages">Messages on this link.</param>
    /// <param name="Ranks">Whose blocks it carries.</param>
    /// <param name="Blocks">How many of each.</param>
    private sealed record LinkLoad(double Latency, double Passing, double PsPerByte, int Messages, int[] Ranks, double[] Blocks)
    {
        public double TimeOf(double size, ReadOnlySpan<double> shares, PacketFormat packet)
        {
            double carried = size * CarriedOf(shares);
            double mean = carried / Messages;
            return Latency + Passing * (Math.Min(packet.Payload.Count, mean) + packet.Header.Count)
                + PsPerByte * (carried + Messages * packet.Header.Count * CollectivePhase.PacketsOf(mean, packet));
        }

        /// <summary>Blocks on the link, each as large as its rank's share; two sums side by side, for additions of one would wait for each other.</summary>
        private double CarriedOf(ReadOnlySpan<double> shares)
        {
            double even = 0, odd = 0;
            for (int i = 1; i < Ranks.Length; i += 2)
            {
                even += Blocks[i - 1] * shares[Ranks[i - 1]];
                odd += Blocks[i] * shares[Ranks[i]];
            }
            return (Ranks.Length % 2 == 0 ? even : even + Blocks[^1] * shares[Ranks[^1]]) + odd;
        }
    }
}
