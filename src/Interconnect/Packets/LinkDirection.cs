using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>One direction of a link: its queue, its transmitter, and the packets on their way to the far end.</summary>
/// <remarks>
/// When a packet starts, the end of its transmission is scheduled first and its arrival second; that order, and nothing else,
/// decides between things due at one picosecond.
/// </remarks>
internal sealed partial class LinkDirection : IEventHandler
{
    private const long TransmissionEnds = -1;
    private const long CreditReturns = -2;

    private readonly PacketNetwork _network;
    private readonly Simulation _simulation;
    private readonly TransmissionClock _clock;
    private readonly long _latencyPs;
    private readonly int _fullBytes;
    private readonly long _fullPs;
    private readonly int _acknowledgementBytes;
    private readonly long _acknowledgementPs;
    private readonly bool _cutThrough;
    private readonly bool _acknowledgementsFirst;
    private readonly bool _limited;
    private PacketRing _queue = new(16);
    private PacketRing _acknowledgements = new(16);
    private long _onWire;
    private int _waiting;
    private int _credits;
    private bool _busy;

    public LinkDirection(PacketNetwork network, Simulation simulation, int number, int from, int to, LinkSpec link)
    {
        NetworkSpec spec = network.Spec;
        _network = network;
        _simulation = simulation;
        Number = number;
        From = from;
        To = to;
        _clock = new TransmissionClock(link.Rate, spec.TransmissionUnit);
        _latencyPs = link.Latency.Picoseconds;
        _fullBytes = checked((int)(spec.Packet.Payload + spec.Packet.Header).Count);
        _fullPs = _clock.PicosecondsFor(_fullBytes);
        _acknowledgementBytes = checked((int)spec.Injection.Acknowledgement.Count);
        _acknowledgementPs = _clock.PicosecondsFor(_acknowledgementBytes);
        _cutThrough = spec.Forwarding == Forwarding.CutThrough;
        _headerPs = _clock.PicosecondsFor(spec.Packet.Header.Count);
        _acknowledgementsFirst = spec.Injection.AcknowledgementsFirst && spec.Nodes[from] == NodeKind.Endpoint;
        _roundRobin = spec.Injection.Mode == InjectionMode.RoundRobin;
        _rejoinsLate = spec.Injection.RejoinsAfterTransmission;
        _limited = spec.BufferPackets > 0;
        _credits = spec.BufferPackets;
    }

    /// <summary>Twice the link's number, plus one for the direction from B to A.</summary>
    public int Number { get; }

    public int From { get; }

    public int To { get; }

    /// <summary>The other direction of the same link.</summary>
    public LinkDirection Reverse { get; set; } = null!;

    public long PacketsSent { get; private set; }

    public long BytesSent { get; private set; }

    public long BusyPs { get; private set; }

    public int PeakWaiting { get; private set; }

    public void Handle(long payload)
    {
        if (payload >= 0) Arrive(payload);
        else if (payload == TransmissionEnds) EndTransmission();
        else ReturnCredit();
    }

    /// <summary>Takes a packet that is to cross this link.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="tailPs">With cut-through: when its last byte is here; a packet that is here whole has 0.</param>
    public void Accept(long packet, long tailPs = 0)
    {
        if (++_waiting > PeakWaiting) PeakWaiting = _waiting;
        if (_acknowledgementsFirst && (packet & PacketCode.Acknowledgement) != 0)
        {
            _acknowledgements.Enqueue(packet);
            if (_cutThrough) _acknowledgementTails.Enqueue(tailPs);
        }
        else if (_busy || _queue.Count > 0 || _limited || _acknowledgementsFirst)
        {
            _queue.Enqueue(packet);
            if (_cutThrough) _tails.Enqueue(tailPs);
        }
        else
        {
            _waiting--;
            Begin(packet, tailPs);
            return;
        }
        if (!_busy) BeginNext();
    }

    private void Arrive(long packet)
    {
        long tailPs = _cutThrough ? _tailsOnWire.Dequeue() : 0;
        Message message = _network.MessageOf(packet);
        LinkDirection[] path = message.Path.Links;
        int hop = PacketCode.HopOf(packet);
        if ((packet & PacketCode.Acknowledgement) == 0)
        {
            if (hop + 1 < path.Length) path[hop + 1].Accept(packet + PacketCode.OneHop, tailPs);
            else Deliver(message, packet);
        }
        else if (hop > 0) path[hop - 1].Reverse.Accept(packet - PacketCode.OneHop, tailPs);
        else _network.Acknowledge(message);
    }

    private void Deliver(Message message, long packet)
    {
        if (_limited) FreePlace();
        _network.Deliver(message, packet);
    }

    private void EndTransmission()
    {
        if (_roundRobin && PacketCode.IsLocal(_onWire)) EndTurn(_onWire);
        if (_limited) FreePlaceBehind(_onWire);
        _busy = false;
        BeginNext();
    }

    private void BeginNext()
    {
        if (_acknowledgements.Count > 0)
        {
            _waiting--;
            Begin(_acknowledgements.Dequeue(), _cutThrough ? _acknowledgementTails.Dequeue() : 0);
        }
        else if (_queue.Count > 0 && !(_limited && IsBlocked()))
        {
            _waiting--;
            Begin(TakeFromQueue(), _cutThrough ? TakeTail() : 0);
        }
    }

    private long TakeFromQueue()
    {
        long packet = _queue.Peek();
        if ((packet & PacketCode.Run) == 0) return _queue.Dequeue();
        Message message = _network.MessageOf(packet);
        if (--message.RunLeft == 0) return _queue.Dequeue() & ~PacketCode.Run;
        return packet & ~(PacketCode.Run | PacketCode.Last);
    }

    private void Begin(long packet, long tailPs)
    {
        _busy = true;
        _onWire = packet;
        int bytes = WireBytesOf(packet);
        long transmissionPs = TransmissionPsOf(packet, bytes);
        long nowPs = _simulation.Now.Picoseconds;
        long endPs = nowPs + transmissionPs;
        long arrivalPs = endPs;
        if (_cutThrough)
        {
            endPs = Math.Max(endPs, tailPs);
            arrivalPs = HeadPs(packet, nowPs, endPs);
            _tailsOnWire.Enqueue(endPs + _latencyPs);
        }
        PacketsSent++;
        BytesSent += bytes;
        BusyPs += endPs - nowPs;
        if (_limited) TakeCredit(packet);
        _simulation.Schedule(SimTime.FromPicoseconds(endPs), this, TransmissionEnds);
        _simulation.Schedule(SimTime.FromPicoseconds(arrivalPs + _latencyPs), this, packet);
        if (_probe is not null) Show(packet, nowPs, endPs, bytes);
    }

    private int WireBytesOf(long packet)
    {
        if ((packet & (PacketCode.Acknowledgement | PacketCode.Last)) == 0) return _fullBytes;
        return (packet & PacketCode.Acknowledgement) != 0 ? _acknowledgementBytes : _network.MessageOf(packet).LastWireBytes;
    }

    private long TransmissionPsOf(long packet, int bytes)
    {
        if (bytes == _fullBytes) return _fullPs;
        return (packet & PacketCode.Acknowledgement) != 0 ? _acknowledgementPs : _clock.PicosecondsFor(bytes);
    }
}
