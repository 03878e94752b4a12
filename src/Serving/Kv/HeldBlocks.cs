namespace DeepStack.Sim.Serving.Kv;

/// <summary>The blocks one request holds, in the order of its tokens; the array stays with its slot.</summary>
internal struct HeldBlocks
{
    private int[]? _blocks;

    /// <summary>Blocks held.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them, from the front, are in the prefix cache.</summary>
    public int Entered { get; set; }

    /// <summary>The block at a place.</summary>
    public readonly int this[int index] => _blocks![index];

    /// <summary>Holds one more.</summary>
    public void Add(int block)
    {
        _blocks ??= new int[32];
        if (Count == _blocks.Length) Array.Resize(ref _blocks, Count * 2);
        _blocks[Count++] = block;
    }

    /// <summary>Holds nothing any more.</summary>
    public void Clear() => Count = Entered = 0;
}
