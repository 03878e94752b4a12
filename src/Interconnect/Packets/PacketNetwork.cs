using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Topologies;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A packet network inside a simulation: takes messages, moves their packets, and tells when each is complete.</summary>
/// <remarks>All its events have one rank, so that things due at the same picosecond happen in the order in which they were scheduled.</remarks>
public sealed partial class PacketNetwork : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly LinkDirection[] _links;
    private readonly RouteTable _routes;
    private readonly bool _acknowledged;
    private readonly bool _completeWhenAcknowledged;
    private readonly bool _window;
    private Message[] _messages = [];
    private int[] _free = [];
    private int _freeCount;

    /// <param name="simulation">The world it lives in.</param>
    /// <param name="spec">Its graph and rules.</param>
    /// <param name="probe">Who listens to every transmission, if anybody.</param>
    /// <param name="packets">What data packets are called there.</param>
    /// <exception cref="ArgumentException">The specification contradicts itself; the message names the node, link or rule.</exception>
    public PacketNetwork(Simulation simulation, NetworkSpec spec, Probe? probe = null, string packets = "packet")
    {
        NetworkSpecRules.Check(spec);
        _simulation = simulation;
        Spec = spec;
        InjectionSpec injection = spec.Injection;
        _acknowledged = injection.Acknowledgement > Bytes.Zero;
        _completeWhenAcknowledged = injection.CompleteWhenAcknowledged;
        _window = injection.Mode == InjectionMode.Window;
        WindowPackets = _window ? injection.WindowPackets : int.MaxValue;
        _links = new LinkDirection[spec.Links.Count * 2];
        for (int i = 0; i < spec.Links.Count; i++) BuildLink(i, spec.Links[i], probe, packets);
        _routes = new RouteTable(spec, _links);
    }

    /// <summary>What it was built from.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>Messages begun and not yet complete.</summary>
    public int OpenMessages => _messages.Length - _freeCount;

    /// <summary>Data packets of all messages sent so far.</summary>
    public long PacketsInjected { get; private set; }

    internal int WindowPackets { get; }

    /// <summary>The path between two nodes that the network's routing finds; of several equal ones, the one that the salt picks.</summary>
    /// <exception cref="NetworkUnreachableException">No path leads there.</exception>
    public Route RouteBetween(int source, int destination, int salt = 0) => _routes.Between(source, destination, salt);

    /// <summary>A path given by its nodes.</summary>
    /// <exception cref="ArgumentException">Two nodes that follow one another are not linked.</exception>
    public Route RouteAlong(IReadOnlyList<int> nodes) => _routes.Along(nodes);

    /// <summary>Sends a message along the path that the network's routing finds.</summary>
    /// <param name="source">The sending node.</param>
    /// <param name="destination">The receiving node; the same one costs only the software's time.</param>
    /// <param name="size">Payload; zero still sends one header.</param>
    /// <param name="handler">Told at the instant of completion.</param>
    /// <param name="payload">What it is told.</param>
    /// <exception cref="NetworkUnreachableException">No path leads there.</exception>
    public void Send(int source, int destination, Bytes size, IEventHandler handler, long payload) =>
        Send(_routes.Between(source, destination, _routes.NextSalt()), size, handler, payload);

    /// <summary>Sends a message along a path.</summary>
    /// <param name="route">From <see cref="RouteBetween"/> or <see cref="RouteAlong"/> of this network.</param>
    /// <param name="size">Payload; zero still sends one header.</param>
    /// <param name="handler">Told at the instant of completion.</param>
    /// <param name="payload">What it is told.</param>
    public void Send(Route route, Bytes size, IEventHandler handler, long payload)
    {
        Message message = Open(route, size, handler, payload);
        if (Spec.SendOverhead > Duration.Zero || route.Links.Length == 0) _simulation.Schedule(Spec.SendOverhead, this, BeginToken(message));
        else route.Links[0].Inject(message);
    }

    /// <summary>What every link direction has carried so far, by link number, A to B before B to A.</summary>
    public IReadOnlyList<LinkUse> Use() =>
        [.. _links.Select(l => new LinkUse(l.From, l.To, l.PacketsSent, Bytes.FromCount(l.BytesSent), Duration.FromPicoseconds(l.BusyPs), l.PeakWaiting))];

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        Message message = _messages[(int)(payload >> 1)];
        if ((payload & 1) != 0) Complete(message);
        else if (message.Path.Links.Length == 0) End(message);
        else message.Path.Links[0].Inject(message);
    }

    internal Message MessageOf(long packet) => _messages[PacketCode.SlotOf(packet)];

    /// <summary>A data packet has reached its destination: it is answered first, then the message may be complete.</summary>
    internal void Deliver(Message message, long packet)
    {
        bool last = --message.ToArrive == 0;
        if (_acknowledged)
        {
            int lastHop = message.Path.Links.Length - 1;
            message.Path.Links[lastHop].Reverse.Accept(PacketCode.AcknowledgementAt(PacketCode.SlotOf(packet), lastHop));
        }
        if (last && !_completeWhenAcknowledged) End(message);
    }

    /// <summary>An answer has reached the source of its message.</summary>
    internal void Acknowledge(Message message)
    {
        if (_window && message.ToInject > 0) message.Path.Links[0].InjectOne(message);
        if (--message.ToAcknowledge > 0) return;
        if (_completeWhenAcknowledged) End(message);
        else if (message.Handler is null) Release(message);
    }

    private void BuildLink(int number, LinkSpec link, Probe? probe, string packets)
    {
        var forth = new LinkDirection(this, _simulation, number * 2, link.A, link.B, link);
        var back = new LinkDirection(this, _simulation, number * 2 + 1, link.B, link.A, link) { Reverse = forth };
        forth.Reverse = back;
        _links[number * 2] = forth;
        _links[number * 2 + 1] = back;
        if (probe is null) return;
        forth.Observe(probe, packets);
        back.Observe(probe, packets);
    }

    private static long BeginToken(Message message) => (long)message.Slot << 1;

    private static long CompleteToken(Message message) => (long)message.Slot << 1 | 1;

    private void End(Message message)
    {
        if (Spec.ReceiveOverhead > Duration.Zero) _simulation.Schedule(Spec.ReceiveOverhead, this, CompleteToken(message));
        else Complete(message);
    }

    /// <summary>Gives the message's slot back, unless answers are still under way, and tells its handler.</summary>
    private void Complete(Message message)
    {
        IEventHandler handler = message.Handler!;
        long payload = message.Payload;
        message.Handler = null;
        if (message.ToAcknowledge == 0) Release(message);
        handler.Handle(payload);
    }

    private Message Open(Route route, Bytes size, IEventHandler handler, long payload)
    {
        if (_freeCount == 0) GrowPool();
        Message message = _messages[_free[--_freeCount]];
        int packets = checked((int)Spec.Packet.PacketsFor(size));
        bool local = route.Links.Length == 0;
        PacketsInjected += local ? 0 : packets;
        message.Path = route;
        message.LastWireBytes = (int)(size.Count - (packets - 1) * Spec.Packet.Payload.Count + Spec.Packet.Header.Count);
        message.ToInject = packets;
        message.ToArrive = packets;
        message.ToAcknowledge = _acknowledged && !local ? packets : 0;
        message.Handler = handler;
        message.Payload = payload;
        return message;
    }

    private void Release(Message message) => _free[_freeCount++] = message.Slot;

    private void GrowPool()
    {
        int old = _messages.Length;
        int length = Math.Max(64, old * 2);
        Array.Resize(ref _messages, length);
        Array.Resize(ref _free, length);
        for (int slot = length - 1; slot >= old; slot--)
        {
            _messages[slot] = new Message(slot);
            _free[_freeCount++] = slot;
        }
    }
}
