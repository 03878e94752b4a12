using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Platform;

/// <summary>Predicts from the load of links: what the busiest link of a path must carry, and the path's latency.</summary>
/// <remarks>
/// time = overhead + the largest, over the transfers, of: latencies of the path + one packet for every link after the first + the load of its busiest link / rate;
/// where a message is complete with its last acknowledgement, the way of that one back comes on top.
/// </remarks>
/// <approximation>Contention is a sum of loads; order, bursts and windows are left out. Exact for regular, synchronised steps.</approximation>
public sealed class NetworkCostModel : ICostModel
{
    private readonly PacketNetwork _network;
    private readonly Duration _overhead;
    private readonly List<LinkSpec> _links = [];
    private readonly Duration[] _answers;
    private readonly Dictionary<(int From, int To), int> _linkOf = [];
    private readonly Dictionary<(int From, int To), int[]> _paths = [];
    private readonly bool _hasPackages;
    private readonly long[] _loads;
    private readonly long[] _answerLoads;

    /// <param name="network">The network.</param>
    /// <param name="overhead">Software before every transfer.</param>
    public NetworkCostModel(NetworkSpec network, Duration overhead)
    {
        _network = new PacketNetwork(new Simulation(), network);
        _overhead = overhead;
        foreach (LinkSpec link in network.Links)
        {
            LinkSpec reached = link with { Rate = ReachedRate(link.Rate) };
            _linkOf[(link.A, link.B)] = _links.Count;
            _links.Add(reached);
            _linkOf[(link.B, link.A)] = _links.Count;
            _links.Add(reached);
        }
        _answers = [.. network.Links.Select(link => Rounded(network.Injection.Acknowledgement / link.Rate))];
        _answerLoads = new long[_links.Count];
        _loads = new long[_links.Count];
        _hasPackages = _links.Exists(link => link.InPackage);
    }

    /// <inheritdoc/>
    public Duration PredictTransfer(DeviceTransfer transfer) => PredictTogether([transfer]);

    /// <inheritdoc/>
    public Duration PredictTogether(IReadOnlyList<DeviceTransfer> transfers)
    {
        Array.Clear(_loads);
        Array.Clear(_answerLoads);
        for (int i = 0; i < transfers.Count; i++)
        {
            long size = _network.Spec.Packet.WireSizeOf(transfers[i].Size).Count, packets = _network.Spec.Packet.PacketsFor(transfers[i].Size);
            foreach (int link in PathOf(transfers[i]))
            {
                _loads[link] += size;
                _answerLoads[Reversed(link)] += packets;
            }
        }
        Duration longest = Duration.Zero;
        for (int i = 0; i < transfers.Count; i++) longest = Duration.Max(longest, TimeOn(PathOf(transfers[i]), transfers[i]));
        return _overhead + longest;
    }

    /// <summary>How messages are cut into packets.</summary>
    public PacketFormat Packet => _network.Spec.Packet;

    /// <summary>Software before every transfer.</summary>
    public Duration Overhead => _overhead;

    /// <summary>A link, by its number in <see cref="PathBetween"/>.</summary>
    public LinkSpec LinkOf(int number) => _links[number];

    /// <summary>Links of a path that join dies of one package.</summary>
    /// <param name="from">The sending device.</param>
    /// <param name="to">The receiving device.</param>
    public int PackageLinksBetween(int from, int to)
    {
        if (!_hasPackages) return 0;
        int count = 0;
        foreach (int link in PathBetween(from, to)) count += _links[link].InPackage ? 1 : 0;
        return count;
    }

    /// <summary>Whether a message stays among the dies of one package.</summary>
    /// <param name="from">The sending device.</param>
    /// <param name="to">The receiving device.</param>
    public bool StaysInPackage(int from, int to) => _hasPackages && PackageLinksBetween(from, to) == PathBetween(from, to).Count;

    /// <summary>The links of a path, each direction with a number of its own.</summary>
    /// <param name="from">The sending device.</param>
    /// <param name="to">The receiving device.</param>
    public IReadOnlyList<int> PathBetween(int from, int to)
    {
        if (_paths.TryGetValue((from, to), out int[]? path)) return path;
        IReadOnlyList<int> nodes = _network.RouteBetween(from, to).Nodes;
        path = new int[nodes.Count - 1];
        for (int i = 0; i < path.Length; i++) path[i] = _linkOf[(nodes[i], nodes[i + 1])];
        return _paths[(from, to)] = path;
    }

    /// <summary>The rate of a link at whole packets, whose times are rounded.</summary>
    private Bandwidth ReachedRate(Bandwidth rate)
    {
        Bytes packet = Packet.Payload + Packet.Header;
        return Unit > Duration.FromPicoseconds(1) ? Bandwidth.FromBytesPerSecond(packet.Count / Rounded(packet / rate).Seconds) : rate;
    }

    private Duration Unit => _network.Spec.TransmissionUnit;

    private Duration Rounded(Duration time) => Unit * (long)Math.Ceiling((double)time.Picoseconds / Unit.Picoseconds - 0.5);

    /// <summary>Both directions of a link were numbered together.</summary>
    private static int Reversed(int link) => link ^ 1;

    private int[] PathOf(DeviceTransfer transfer) => (int[])PathBetween(transfer.Source, transfer.Destination);

    private Duration TimeOn(int[] path, DeviceTransfer transfer)
    {
        PacketFormat format = _network.Spec.Packet;
        Bytes packet = Bytes.FromCount(Math.Min(format.Payload.Count, transfer.Size.Count)) + format.Header;
        Duration busiest = Duration.Zero, passing = Duration.Zero;
        bool isAnswered = _network.Spec.Injection.CompleteWhenAcknowledged;
        for (int i = 0; i < path.Length; i++)
        {
            LinkSpec link = _links[path[i]];
            busiest = Duration.Max(busiest, Bytes.FromCount(_loads[path[i]]) / link.Rate + _answers[path[i] / 2] * _answerLoads[path[i]]);
            passing += link.Latency + (i == 0 ? Duration.Zero : packet / link.Rate);
            if (isAnswered) passing += link.Latency + _answers[path[i] / 2];
        }
        return busiest + passing;
    }
}
