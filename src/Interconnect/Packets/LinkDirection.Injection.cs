namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>How messages that begin at this link feed it.</summary>
internal sealed partial class LinkDirection
{
    private readonly bool _roundRobin;
    private readonly bool _rejoinsLate;
    private PacketRing _turns = new(16);
    private bool _localOut;

    /// <summary>Lets a message begin: its packets join the queue as the injection mode says.</summary>
    public void Inject(Message message)
    {
        if (_roundRobin)
        {
            _turns.Enqueue(PacketCode.At(message.Slot));
            if (!_localOut) TakeNextTurn();
            return;
        }
        int window = _network.WindowPackets;
        int run = Math.Min(message.ToInject, window);
        message.ToInject -= run;
        message.RunLeft = run;
        _waiting += run;
        PeakWaiting = Math.Max(PeakWaiting, _waiting);
        if (_cutThrough) _tails.Enqueue(0);
        _queue.Enqueue(PacketCode.At(message.Slot) | PacketCode.Run | (message.ToInject == 0 ? PacketCode.Last : 0));
        if (!_busy) BeginNext();
    }

    /// <summary>Sends one more packet of a message whose window has opened.</summary>
    public void InjectOne(Message message) => Accept(NextOf(message));

    /// <summary>A local packet has left; the next message in turn puts one at the tail of the queue.</summary>
    private void EndTurn(long packet)
    {
        if (_rejoinsLate && (packet & PacketCode.Last) == 0) _turns.Enqueue(packet);
        TakeNextTurn();
    }

    private void TakeNextTurn()
    {
        _localOut = false;
        if (_turns.Count == 0) return;
        long turn = _turns.Dequeue();
        Message message = _network.MessageOf(turn);
        long packet = NextOf(message);
        if (message.ToInject > 0 && !_rejoinsLate) _turns.Enqueue(turn);
        _localOut = true;
        Accept(packet);
    }

    private static long NextOf(Message message)
    {
        message.ToInject--;
        return PacketCode.At(message.Slot) | (message.ToInject == 0 ? PacketCode.Last : 0);
    }
}
