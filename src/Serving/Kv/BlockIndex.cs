namespace DeepStack.Sim.Serving.Kv;

/// <summary>From the name of a block's content to the blocks that hold it, the one entered first in front.</summary>
/// <remarks>
/// A table with open addressing: names are mixed already, so their bits are the place. Taking one out moves those behind it up, so that
/// no gap is ever passed over; a pool that turns over for days stays as fast as a new one.
/// </remarks>
internal sealed class BlockIndex
{
    /// <summary>No name: those are odd.</summary>
    private const long Marked = 2;

    private Entry[] _table = new Entry[1024];
    private int _count;
    private long[] _names = new long[256];
    private int[] _nextSame = new int[256];

    /// <summary>The block entered first under a name; 0 if there is none.</summary>
    public int Find(long name) => _table[PlaceOf(name)].Block;

    /// <summary>Whether a block has been marked or entered.</summary>
    public bool IsFindable(int block) => block < _names.Length && _names[block] != 0;

    /// <summary>Marks a block as one that is entered when somebody may look for it.</summary>
    public void Mark(int block)
    {
        EnsureRoom(block);
        _names[block] = Marked;
    }

    /// <summary>Whether a block is marked and not entered.</summary>
    public bool IsMarked(int block) => _names[block] == Marked;

    /// <summary>Enters a block behind others of the same name.</summary>
    public void Add(int block, long name)
    {
        EnsureRoom(block);
        _names[block] = name;
        _nextSame[block] = 0;
        int place = PlaceOf(name), last = _table[place].Block;
        if (last == 0)
        {
            _table[place] = new Entry(name, block);
            if (++_count * 2 > _table.Length) Grow();
            return;
        }
        while (_nextSame[last] != 0) last = _nextSame[last];
        _nextSame[last] = block;
    }

    /// <summary>Forgets what a block holds.</summary>
    public void Remove(int block)
    {
        long name = _names[block];
        _names[block] = 0;
        if (name == Marked) return;
        int place = PlaceOf(name), first = _table[place].Block;
        if (first == block)
        {
            if (_nextSame[block] == 0) Clear(place);
            else _table[place] = _table[place] with { Block = _nextSame[block] };
            return;
        }
        while (_nextSame[first] != block) first = _nextSame[first];
        _nextSame[first] = _nextSame[block];
    }

    /// <summary>Where a name stands, or would.</summary>
    private int PlaceOf(long name)
    {
        int mask = _table.Length - 1, place = HomeOf(name) & mask;
        while (_table[place].Block != 0 && _table[place].Name != name) place = (place + 1) & mask;
        return place;
    }

    private void Clear(int gap)
    {
        int mask = _table.Length - 1;
        for (int place = (gap + 1) & mask; _table[place].Block != 0; place = (place + 1) & mask)
        {
            int home = HomeOf(_table[place].Name) & mask;
            if (((place - home) & mask) < ((place - gap) & mask)) continue;
            _table[gap] = _table[place];
            gap = place;
        }
        _table[gap] = default;
        _count--;
    }

    /// <summary>The lowest bit of a name is always set, so it says nothing.</summary>
    private static int HomeOf(long name) => (int)(name >> 1);

    private void Grow()
    {
        Entry[] old = _table;
        _table = new Entry[old.Length * 2];
        foreach (Entry entry in old)
        {
            if (entry.Block != 0) _table[PlaceOf(entry.Name)] = entry;
        }
    }

    private void EnsureRoom(int block)
    {
        if (block < _names.Length) return;
        int size = Math.Max(block + 1, _names.Length * 2);
        Array.Resize(ref _names, size);
        Array.Resize(ref _nextSame, size);
    }

    /// <summary>A name and the block entered first under it; block 0 stands for an empty place.</summary>
    private readonly record struct Entry(long Name, int Block);
}
