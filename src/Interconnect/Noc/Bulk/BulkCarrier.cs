using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc.Routers;

namespace DeepStack.Sim.Interconnect.Noc.Bulk;

/// <summary>Moves messages as groups of packets that reserve one link after the other: an event per group and router.</summary>
/// <remarks>
/// A group's head takes as long through a router as in the cycle-exact network. Its flits then hold the output link one after the other, and
/// groups that want the same link follow each other in the order in which their heads arrived.
/// </remarks>
/// <approximation>
/// Buffers are unlimited and allocation never leaves a link idle. While no message waits for another, every arrival is within 3 % of
/// the cycle-exact network; where links differ in width, for messages from 16 KiB on (shorter ones are off by up to a dozen cycles). Where messages do wait for each other,
/// single ones may be off by half and more; a gather or scatter at one endpoint over links of equal width still ends within 3 %, but traffic that
/// piles up in several places may end a quarter too early. <see cref="GroupsDelayedByOthers"/> tells which case a run was.
/// </approximation>
internal sealed class BulkCarrier : IMessageCarrier, IEventHandler
{
    private const int PacketsPerGroup = 4;

    private readonly Simulation _simulation;
    private readonly NocSpec _spec;
    private readonly NocNetwork _network;
    private readonly DimensionOrder _routing;
    private readonly RandomStream _coins;
    private readonly ReservedLink[] _links;
    private readonly ReservedLink[] _sourceLinks;
    private readonly BulkSource[] _sources;
    private readonly int _headCycles;
    private BulkGroup[] _groups = new BulkGroup[64];
    private int _firstFree;

    public BulkCarrier(Simulation simulation, NocSpec spec, NocNetwork network, ulong seed)
    {
        _simulation = simulation;
        _spec = spec;
        _network = network;
        _routing = new DimensionOrder(spec.Grid, spec.Router.VirtualChannels);
        _coins = new RandomStream(seed, "noc/equal distances");
        _headCycles = (int)spec.Router.HeadTime.Count;
        NocGrid grid = spec.Grid;
        _links = [.. from router in Enumerable.Range(0, grid.RouterCount) from port in Enumerable.Range(0, grid.PortCount) select LinkOf(router, port, spec.Router)];
        RouterSpec source = spec.Router with { SwitchDelay = Cycles.Zero };
        _sourceLinks = [.. Enumerable.Range(0, grid.EndpointCount).Select(e => LinkOf(grid.RouterOf(e), grid.PortOf(e), source))];
        _sources = [.. Enumerable.Range(0, grid.EndpointCount).Select(_ => new BulkSource(spec, PacketsPerGroup))];
        LinkFree(0);
    }

    /// <inheritdoc/>
    public long GroupsDelayedByOthers { get; private set; }

    /// <inheritdoc/>
    public void Send(int source, int destination, Bytes size, int message)
    {
        BulkSource sender = _sources[source];
        _network.SetParts(message, sender.GroupsOf(size));
        sender.Enqueue(destination, size, message);
        long now = _spec.Clock.FirstEdgeAtOrAfter(_simulation.Now).Count, freeAt = _sourceLinks[source].FreeAt;
        if (sender.IsAwake || freeAt > now) GroupsDelayedByOthers++;
        if (sender.IsAwake) return;
        sender.IsAwake = true;
        ScheduleAt(Math.Max(now, freeAt), ~source);
    }

    /// <inheritdoc/>
    public long FlitsSentBy(int router, int port) => _links[router * _spec.Grid.PortCount + port].FlitsSent;

    /// <summary>A group has moved, or a source (its complement is given) may send its next.</summary>
    public void Handle(long payload)
    {
        long cycle = _spec.Clock.FirstEdgeAtOrAfter(_simulation.Now).Count;
        if (payload < 0) SendNext((int)~payload, cycle);
        else if (_groups[payload].Router == BulkGroup.Delivered) Deliver((int)payload);
        else Forward((int)payload, cycle);
    }

    private void SendNext(int source, long cycle)
    {
        (int destination, int message, int flits) = _sources[source].Take();
        int index = Take();
        (long head, long tail) = _sourceLinks[source].Send(cycle, cycle, flits, message, out _);
        _groups[index] = new BulkGroup
        {
            Packet = new NocPacket
            {
                Source = source,
                Destination = destination,
                Flits = flits,
                Tag = message,
                Coins = _spec.Grid.HasClosedDimension ? (uint)_coins.NextBits() : 0,
                Dimension = -1,
            },
            Router = _spec.Grid.RouterOf(source),
            TailAt = tail,
        };
        ScheduleAt(head, index);
        _sources[source].IsAwake = _sources[source].HasWork;
        if (_sources[source].IsAwake) ScheduleAt(_sourceLinks[source].FreeAt, ~source);
    }

    private void Forward(int index, long cycle)
    {
        ref BulkGroup group = ref _groups[index];
        int port = _routing.Route(group.Router, ref group.Packet, out _);
        ref ReservedLink link = ref _links[group.Router * _spec.Grid.PortCount + port];
        (long head, group.TailAt) = link.Send(cycle + _headCycles, group.TailAt, group.Packet.Flits, group.Packet.Tag, out bool waited);
        if (waited) GroupsDelayedByOthers++;
        bool isLast = port >= 2 * _spec.Grid.Dimensions.Count;
        group.Router = isLast ? BulkGroup.Delivered : _spec.Grid.Neighbour(group.Router, port);
        ScheduleAt(isLast ? group.TailAt : head, index);
    }

    private void Deliver(int index)
    {
        _network.PartArrived((int)_groups[index].Packet.Tag);
        _groups[index].Next = _firstFree;
        _firstFree = index;
    }

    private void ScheduleAt(long cycle, long payload) => _simulation.Schedule(_spec.Clock.Edge(Cycles.FromCount(cycle)), this, payload);

    private ReservedLink LinkOf(int router, int port, RouterSpec sender)
    {
        NocLink link = _spec.Grid.LinkOf(router, port);
        return new ReservedLink(link, sender.CrossingTime(link));
    }

    private int Take()
    {
        if (_firstFree < 0)
        {
            int length = _groups.Length;
            Array.Resize(ref _groups, checked(length * 2));
            LinkFree(length);
        }
        int index = _firstFree;
        _firstFree = _groups[index].Next;
        return index;
    }

    private void LinkFree(int from)
    {
        for (int i = from; i < _groups.Length; i++) _groups[i].Next = i + 1 < _groups.Length ? i + 1 : -1;
        _firstFree = from;
    }
}
