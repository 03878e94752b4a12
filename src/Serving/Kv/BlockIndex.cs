using System.Runtime.InteropServices;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>From the name of a block's content to the blocks that hold it, the one entered first in front.</summary>
internal sealed class BlockIndex
{
    private readonly Dictionary<long, int> _first = [];
    private long[] _names = new long[256];
    private int[] _nextSame = new int[256];

    /// <summary>The block entered first under a name; 0 if there is none.</summary>
    public int Find(long name) => _first.GetValueOrDefault(name);

    /// <summary>Whether a block has been entered.</summary>
    public bool IsFindable(int block) => block < _names.Length && _names[block] != 0;

    /// <summary>Enters a block behind others of the same name.</summary>
    public void Add(int block, long name)
    {
        EnsureRoom(block);
        _names[block] = name;
        _nextSame[block] = 0;
        ref int first = ref CollectionsMarshal.GetValueRefOrAddDefault(_first, name, out _);
        if (first == 0)
        {
            first = block;
            return;
        }
        int last = first;
        while (_nextSame[last] != 0) last = _nextSame[last];
        _nextSame[last] = block;
    }

    /// <summary>Forgets what a block holds.</summary>
    public void Remove(int block)
    {
        long name = _names[block];
        _names[block] = 0;
        int first = _first[name];
        if (first == block)
        {
            if (_nextSame[block] == 0) _first.Remove(name);
            else _first[name] = _nextSame[block];
            return;
        }
        while (_nextSame[first] != block) first = _nextSame[first];
        _nextSame[first] = _nextSame[block];
    }

    private void EnsureRoom(int block)
    {
        if (block < _names.Length) return;
        int size = Math.Max(block + 1, _names.Length * 2);
        Array.Resize(ref _names, size);
        Array.Resize(ref _nextSame, size);
    }
}
