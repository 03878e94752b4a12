namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>An endpoint's way into its router: an unlimited queue of packets, of which one at a time enters flit by flit.</summary>
internal sealed class PacketSource
{
    private const int Nothing = -1;

    private readonly OutputUnit _output;
    private readonly PacketPool _packets;
    private readonly WireWheel _wires;
    private int _first = Nothing;
    private int _last = Nothing;
    private int _current = Nothing;
    private int _flitsLeft;
    private int _channel;
    private int _pointer;

    /// <param name="output">The link to the router and the credits of its buffer.</param>
    /// <param name="packets">The packets under way.</param>
    /// <param name="wires">The wires.</param>
    public PacketSource(OutputUnit output, PacketPool packets, WireWheel wires)
    {
        _output = output;
        _packets = packets;
        _wires = wires;
    }

    /// <summary>Whether something is still to be sent.</summary>
    public bool HasWork => _current != Nothing || _first != Nothing;

    internal OutputUnit Output => _output;

    /// <summary>A packet joins the queue.</summary>
    public void Enqueue(int packet)
    {
        _packets[packet].Next = Nothing;
        if (_first == Nothing) _first = packet;
        else _packets[_last].Next = packet;
        _last = packet;
    }

    public void Receive(Credit credit) => _output.Restore(credit);

    /// <summary>Sends at most one flit.</summary>
    public void Step(long cycle)
    {
        if (_output.FreeAt > cycle) return;
        if (_current == Nothing && !BeginPacket(cycle)) return;
        if (!_output.HasCredit(_channel)) return;
        var flit = new Flit(_current, --_flitsLeft == 0);
        _output.Spend(_channel, flit.IsTail);
        _output.FreeAt = cycle + _output.CyclesPerFlit;
        _wires.Add(cycle + _output.CrossingCycles, new WireEvent(_output.Arrival, _output.Unit, _channel, flit.Bits));
        if (flit.IsTail) _current = Nothing;
    }

    /// <summary>A head takes the first channel, from the one after the last used on, that is free and has a credit.</summary>
    private bool BeginPacket(long cycle)
    {
        ulong candidates = _output.Free & _output.WithCredit;
        if (_first == Nothing || candidates == 0) return false;
        _current = _first;
        ref NocPacket packet = ref _packets[_current];
        _first = packet.Next;
        packet.SentAt = cycle;
        _flitsLeft = packet.Flits;
        _channel = RoundRobin.First(candidates, _pointer);
        _pointer = _channel + 1;
        _output.Hold(_channel, 0);
        return true;
    }
}
