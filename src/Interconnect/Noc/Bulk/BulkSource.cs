using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Bulk;

/// <summary>Cuts the messages of one endpoint into groups, one message after the other.</summary>
internal sealed class BulkSource
{
    private readonly Queue<Entry> _waiting = new();
    private readonly NocSpec _spec;
    private readonly int _packetsPerGroup;
    private long _payloadLeft;
    private long _packetsLeft;

    public BulkSource(NocSpec spec, int packetsPerGroup)
    {
        _spec = spec;
        _packetsPerGroup = packetsPerGroup;
    }

    /// <summary>Whether anything is left to send.</summary>
    public bool HasWork => _waiting.Count > 0;

    /// <summary>Whether the event that sends the next group is scheduled.</summary>
    public bool IsAwake { get; set; }

    public long GroupsOf(Bytes size) => (_spec.PacketsOf(size) + _packetsPerGroup - 1) / _packetsPerGroup;

    public void Enqueue(int destination, Bytes size, int message)
    {
        _waiting.Enqueue(new Entry(destination, size, message));
        if (_waiting.Count == 1) BeginMessage();
    }

    /// <summary>The next group; there must be one.</summary>
    public (int Destination, int Message, int Flits) Take()
    {
        Entry entry = _waiting.Peek();
        long packets = Math.Min(_packetsPerGroup, _packetsLeft);
        long payload = Math.Min(packets * _spec.PayloadFlits, _payloadLeft);
        _packetsLeft -= packets;
        _payloadLeft -= payload;
        if (_packetsLeft == 0)
        {
            _waiting.Dequeue();
            if (_waiting.Count > 0) BeginMessage();
        }
        return (entry.Destination, entry.Message, (int)Math.Max(1, payload + packets * _spec.HeaderFlits));
    }

    private void BeginMessage()
    {
        Bytes size = _waiting.Peek().Size;
        _packetsLeft = _spec.PacketsOf(size);
        _payloadLeft = size.DividedIntoPiecesOf(_spec.Flit);
    }

    private readonly record struct Entry(int Destination, Bytes Size, int Message);
}
