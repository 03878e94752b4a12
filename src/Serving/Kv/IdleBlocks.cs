namespace DeepStack.Sim.Serving.Kv;

/// <summary>Blocks that nobody holds but that can still be found, in the order in which they were freed (a linked list in two arrays).</summary>
internal sealed class IdleBlocks
{
    private int[] _next = new int[256];
    private int[] _previous = new int[256];

    /// <summary>Blocks in the list.</summary>
    public int Count { get; private set; }

    /// <summary>Enters a block as the one freed last.</summary>
    public void AddLast(int block)
    {
        EnsureRoom(block);
        int last = _previous[0];
        _next[last] = block;
        _previous[block] = last;
        _next[block] = 0;
        _previous[0] = block;
        Count++;
    }

    /// <summary>Takes a block out, wherever it stands.</summary>
    public void Remove(int block)
    {
        int next = _next[block], previous = _previous[block];
        _next[previous] = next;
        _previous[next] = previous;
        Count--;
    }

    /// <summary>Takes the block that was freed longest ago.</summary>
    public int TakeFirst()
    {
        int block = _next[0];
        Remove(block);
        return block;
    }

    private void EnsureRoom(int block)
    {
        if (block < _next.Length) return;
        int size = Math.Max(block + 1, _next.Length * 2);
        Array.Resize(ref _next, size);
        Array.Resize(ref _previous, size);
    }
}
