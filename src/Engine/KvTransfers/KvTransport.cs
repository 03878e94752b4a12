using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>Moves KV blocks as messages between devices; their packets meet those of all other moves.</summary>
/// <remarks>
/// A pull begins with a message that asks for the blocks. Layer by layer, the layers of a step become ready one after the other at equal
/// distances, the last when the step ends, and each is sent when it is ready. Hosts hang on links of their own.
/// </remarks>
/// <approximation>Reading and writing the devices' DRAM takes no time beside the links, and steps do not feel the packets.</approximation>
internal sealed class KvTransport : IKvTransport, IEventHandler
{
    private const long DataArrived = 0, AskArrived = 1, LayerReady = 2, Stages = 4;

    private readonly Simulation _simulation;
    private readonly PacketNetwork? _network;
    private readonly PacketNetwork? _hosts;
    private readonly IReadOnlyList<KvEnd> _ends;
    private readonly KvMoveRecording _recording;
    private readonly Dictionary<(KvPlacement, KvPlacement), KvRoute> _routes = [];
    private readonly List<KvMoveUnderWay> _moves = [];
    private readonly Stack<int> _free = new();

    /// <param name="simulation">The world.</param>
    /// <param name="network">What joins the replicas; null where none hands over.</param>
    /// <param name="hosts">What joins device endpoint r to host endpoint devices + r; null where no blocks are offloaded.</param>
    /// <param name="ends">The ranks; the attention groups of a replica are ranks of their own.</param>
    /// <param name="recording">Told of every move that has ended.</param>
    public KvTransport(Simulation simulation, PacketNetwork? network, PacketNetwork? hosts, IReadOnlyList<KvEnd> ends, KvMoveRecording recording)
    {
        _simulation = simulation;
        _network = network;
        _hosts = hosts;
        _ends = ends;
        _recording = recording;
    }

    /// <inheritdoc/>
    public void Begin(in KvMove move, IEventHandler handler, long payload)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _moves.Count;
            _moves.Add(new KvMoveUnderWay());
        }
        KvMoveUnderWay under = _moves[slot];
        under.Begin(move, handler, payload, _simulation.Now, _ends[move.Source].BlockTokens);
        switch (move.Kind)
        {
            case KvMoveKind.Fetch or KvMoveKind.Offload:
                SendOnHostLinks(slot, under);
                break;
            case KvMoveKind.Pull:
                under.Open = 1;
                _network!.Send(_ends[move.Destination].FirstEndpoint, _ends[move.Source].FirstEndpoint, Bytes.Zero, this, TokenOf(slot, AskArrived));
                break;
            case KvMoveKind.Layerwise when move.ComputedTo > _simulation.Now:
                under.Open = 1;
                SendLayers(slot, under);
                break;
            default:
                SendShares(slot, under, RouteOf(move).Whole);
                break;
        }
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        int slot = (int)(payload / Stages);
        KvMoveUnderWay under = _moves[slot];
        switch (payload % Stages)
        {
            case AskArrived:
                under.Open = 0;
                SendShares(slot, under, RouteOf(under.Move).Whole);
                break;
            case LayerReady:
                SendLayers(slot, under);
                break;
            default:
                if (--under.Open == 0) End(slot, under);
                break;
        }
    }

    private KvRoute RouteOf(in KvMove move)
    {
        (KvPlacement, KvPlacement) key = (_ends[move.Source].Placement, _ends[move.Destination].Placement);
        if (!_routes.TryGetValue(key, out KvRoute? route)) _routes.Add(key, route = new KvRoute(key.Item1, key.Item2));
        return route;
    }

    private void SendShares(int slot, KvMoveUnderWay under, IReadOnlyList<KvShare> shares)
    {
        KvEnd source = _ends[under.Move.Source], destination = _ends[under.Move.Destination];
        under.Open += shares.Count;
        foreach (KvShare share in shares)
            _network!.Send(source.FirstEndpoint + share.From, destination.FirstEndpoint + share.To, share.PerToken * under.Tokens, this, TokenOf(slot, DataArrived));
    }

    /// <summary>Sends every layer that is ready, and comes back for the next one.</summary>
    private void SendLayers(int slot, KvMoveUnderWay under)
    {
        IReadOnlyList<IReadOnlyList<KvShare>> layers = RouteOf(under.Move).Layers;
        while (under.NextLayer < layers.Count && ReadyAt(under, layers.Count) <= _simulation.Now) SendShares(slot, under, layers[under.NextLayer++]);
        if (under.NextLayer < layers.Count) _simulation.Schedule(ReadyAt(under, layers.Count), this, TokenOf(slot, LayerReady));
        else under.Open--;
    }

    private static SimTime ReadyAt(KvMoveUnderWay under, int layers)
    {
        Duration step = under.Move.ComputedTo - under.Move.ComputedFrom;
        return under.Move.ComputedFrom + Duration.FromPicoseconds((long)((Int128)step.Picoseconds * (under.NextLayer + 1) / layers));
    }

    private void SendOnHostLinks(int slot, KvMoveUnderWay under)
    {
        KvEnd end = _ends[under.Move.Source];
        int hosts = _hosts!.Spec.EndpointCount / 2;
        int[] holders = [.. Enumerable.Range(0, end.Placement.Devices).Where(device => end.Placement.PerTokenOf(device) > Bytes.Zero)];
        under.Open = holders.Length;
        foreach (int device in holders)
        {
            int endpoint = end.FirstEndpoint + device, host = hosts + endpoint;
            Bytes size = end.Placement.PerTokenOf(device) * under.Tokens;
            if (under.Move.Kind == KvMoveKind.Fetch) _hosts.Send(host, endpoint, size, this, TokenOf(slot, DataArrived));
            else _hosts.Send(endpoint, host, size, this, TokenOf(slot, DataArrived));
        }
    }

    private void End(int slot, KvMoveUnderWay under)
    {
        KvMove move = under.Move;
        Bytes size = move.Kind is KvMoveKind.Fetch or KvMoveKind.Offload ? _ends[move.Source].Placement.PerToken * under.Tokens : RouteOf(move).PerToken * under.Tokens;
        _free.Push(slot);
        _recording.Record(move, under.Begun, _simulation.Now, size);
        under.Handler.Handle(under.Payload);
    }

    private static long TokenOf(int slot, long stage) => slot * Stages + stage;
}
