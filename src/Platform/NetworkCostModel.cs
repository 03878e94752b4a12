using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Platform;

/// <summary>Predicts from the load of links: what the busiest link of a path must carry, and the path's latency.</summary>
/// <remarks>
/// time = overhead + the largest, over the transfers, of: latencies of the path + one packet for every link after the first + the load of its busiest link / rate.
/// </remarks>
/// <approximation>Contention is a sum of loads; order, bursts and windows are left out. Exact for regular, synchronised steps.</approximation>
public sealed class NetworkCostModel : ICostModel
{
    private readonly PacketNetwork _network;
    private readonly Duration _overhead;
    private readonly Dictionary<(int From, int To), LinkSpec> _links = [];

    /// <param name="network">The network.</param>
    /// <param name="overhead">Software before every transfer.</param>
    public NetworkCostModel(NetworkSpec network, Duration overhead)
    {
        _network = new PacketNetwork(new Simulation(), network);
        _overhead = overhead;
        foreach (LinkSpec link in network.Links)
        {
            _links[(link.A, link.B)] = link;
            _links[(link.B, link.A)] = link;
        }
    }

    /// <inheritdoc/>
    public Duration PredictTransfer(DeviceTransfer transfer) => PredictTogether([transfer]);

    /// <inheritdoc/>
    public Duration PredictTogether(IReadOnlyList<DeviceTransfer> transfers)
    {
        var loads = new Dictionary<(int From, int To), Bytes>();
        foreach (DeviceTransfer transfer in transfers)
        {
            foreach ((int From, int To) hop in PathOf(transfer))
                loads[hop] = loads.GetValueOrDefault(hop) + _network.Spec.Packet.WireSizeOf(transfer.Size);
        }
        Duration longest = Duration.Zero;
        foreach (DeviceTransfer transfer in transfers) longest = Duration.Max(longest, TimeOn(PathOf(transfer), transfer, loads));
        return _overhead + longest;
    }

    /// <summary>Bytes that links carry for a transfer, headers included, once for every link of its path.</summary>
    public Bytes LinkBytesOf(DeviceTransfer transfer) => _network.Spec.Packet.WireSizeOf(transfer.Size) * PathOf(transfer).Count;

    private Duration TimeOn(List<(int From, int To)> path, DeviceTransfer transfer, Dictionary<(int From, int To), Bytes> loads)
    {
        PacketFormat format = _network.Spec.Packet;
        Bytes packet = Bytes.FromCount(Math.Min(format.Payload.Count, transfer.Size.Count)) + format.Header;
        Duration busiest = Duration.Zero, passing = Duration.Zero;
        for (int i = 0; i < path.Count; i++)
        {
            LinkSpec link = _links[path[i]];
            busiest = Duration.Max(busiest, loads[path[i]] / link.Rate);
            passing += link.Latency + (i == 0 ? Duration.Zero : packet / link.Rate);
        }
        return busiest + passing;
    }

    private List<(int From, int To)> PathOf(DeviceTransfer transfer)
    {
        IReadOnlyList<int> nodes = _network.RouteBetween(transfer.Source, transfer.Destination).Nodes;
        var path = new List<(int From, int To)>(nodes.Count);
        for (int i = 0; i + 1 < nodes.Count; i++) path.Add((nodes[i], nodes[i + 1]));
        return path;
    }
}
