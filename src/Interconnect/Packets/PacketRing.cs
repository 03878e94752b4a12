namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A first-in first-out ring of packet codes that doubles when it is full; a queue of a link.</summary>
internal struct PacketRing
{
    private long[] _ring;
    private int _head;
    private int _count;

    public PacketRing(int capacity) => _ring = new long[capacity];

    public readonly int Count => _count;

    public readonly long Peek() => _ring[_head];

    public void Enqueue(long packet)
    {
        if (_count == _ring.Length) Grow();
        _ring[(_head + _count++) & (_ring.Length - 1)] = packet;
    }

    public long Dequeue()
    {
        long packet = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
        return packet;
    }

    /// <summary>The packets, oldest first; for reports.</summary>
    public readonly long[] ToArray()
    {
        long[] packets = new long[_count];
        for (int i = 0; i < _count; i++) packets[i] = _ring[(_head + i) & (_ring.Length - 1)];
        return packets;
    }

    private void Grow()
    {
        long[] packets = new long[_ring.Length * 2];
        int first = _ring.Length - _head;
        Array.Copy(_ring, _head, packets, 0, first);
        Array.Copy(_ring, 0, packets, first, _head);
        _ring = packets;
        _head = 0;
    }
}
