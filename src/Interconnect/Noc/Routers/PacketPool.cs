namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>The packets under way, by index; grows to the most ever under way at once and allocates nothing after that.</summary>
internal sealed class PacketPool
{
    private NocPacket[] _packets = new NocPacket[256];
    private int _firstFree;

    public PacketPool() => LinkFree(0);

    /// <summary>A packet in the pool; valid until the next <see cref="Take"/>.</summary>
    public ref NocPacket this[int index] => ref _packets[index];

    /// <summary>A free place; its old content is still in it.</summary>
    public int Take()
    {
        if (_firstFree < 0)
        {
            int length = _packets.Length;
            Array.Resize(ref _packets, checked(length * 2));
            LinkFree(length);
        }
        int index = _firstFree;
        _firstFree = _packets[index].Next;
        return index;
    }

    /// <summary>Gives a place back.</summary>
    public void Return(int index)
    {
        _packets[index].Next = _firstFree;
        _firstFree = index;
    }

    private void LinkFree(int from)
    {
        for (int i = from; i < _packets.Length; i++) _packets[i].Next = i + 1 < _packets.Length ? i + 1 : -1;
        _firstFree = from;
    }
}
