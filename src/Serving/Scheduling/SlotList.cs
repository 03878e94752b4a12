namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>A ring of request slots that grows at need: the waiting queue, taken from the front, entered at either end.</summary>
internal sealed class SlotList
{
    private int[] _ring = new int[64];
    private int _head;

    /// <summary>Slots in the list.</summary>
    public int Count { get; private set; }

    /// <summary>The slot at a place, 0 being the front.</summary>
    public int this[int index] => _ring[(_head + index) & (_ring.Length - 1)];

    /// <summary>Enters a slot at the end.</summary>
    public void AddLast(int slot)
    {
        EnsureRoom();
        _ring[(_head + Count++) & (_ring.Length - 1)] = slot;
    }

    /// <summary>Enters a slot at the front.</summary>
    public void AddFirst(int slot)
    {
        EnsureRoom();
        _head = (_head - 1) & (_ring.Length - 1);
        _ring[_head] = slot;
        Count++;
    }

    /// <summary>Enters a slot at a place; those from there on move back by one.</summary>
    public void Insert(int index, int slot)
    {
        AddLast(slot);
        for (int i = Count - 1; i > index; i--) Swap(i, i - 1);
    }

    /// <summary>Takes the slot at a place out.</summary>
    public void RemoveAt(int index)
    {
        for (int i = index; i > 0; i--) Swap(i, i - 1);
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    /// <summary>Takes a slot out wherever it stands.</summary>
    public void Remove(int slot)
    {
        int index = 0;
        while (this[index] != slot) index++;
        RemoveAt(index);
    }

    private void Swap(int left, int right)
    {
        int mask = _ring.Length - 1;
        (_ring[(_head + left) & mask], _ring[(_head + right) & mask]) = (_ring[(_head + right) & mask], _ring[(_head + left) & mask]);
    }

    private void EnsureRoom()
    {
        if (Count < _ring.Length) return;
        int[] larger = new int[_ring.Length * 2];
        for (int i = 0; i < Count; i++) larger[i] = this[i];
        _ring = larger;
        _head = 0;
    }
}
