using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Core.Events;

/// <summary>First-in first-out lists of keys that share one array, in chunks of two cache lines, so that walking a list streams through memory.</summary>
internal sealed class KeyPool
{
    private const int ChunkBits = 3;
    private const int ChunkSize = 1 << ChunkBits;
    private const int ChunkMask = ChunkSize - 1;
    private const int None = -1;

    private EventKey[] _keys;
    private int[] _nextChunk;
    private int _firstFree = None;

    /// <param name="chunks">How many chunks to hold before the pool first grows; at least one.</param>
    public KeyPool(int chunks)
    {
        _keys = new EventKey[chunks * ChunkSize];
        _nextChunk = new int[chunks];
        LinkFreeChunks(0);
    }

    /// <summary>The key at a position.</summary>
    public ref readonly EventKey this[int position] => ref _keys[position];

    /// <summary>Begins a list with its first key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyList Begin(in EventKey key)
    {
        int position = TakeChunk() << ChunkBits;
        _keys[position] = key;
        return new KeyList { Head = position, End = position + 1 };
    }

    /// <summary>Adds a key at the end of a list that is not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ref KeyList list, in EventKey key)
    {
        int position = list.End;
        if ((position & ChunkMask) == 0)
        {
            int chunk = TakeChunk();
            _nextChunk[(position - 1) >> ChunkBits] = chunk;
            position = chunk << ChunkBits;
        }
        _keys[position] = key;
        list.End = position + 1;
    }

    /// <summary>Drops the first key of a list and frees what it no longer needs.</summary>
    /// <returns>False if that was its last key.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool DropFirst(ref KeyList list)
    {
        int next = list.Head + 1;
        if (next == list.End)
        {
            FreeChunk(list.Head >> ChunkBits);
            return false;
        }
        if ((next & ChunkMask) == 0)
        {
            int chunk = list.Head >> ChunkBits;
            next = _nextChunk[chunk] << ChunkBits;
            FreeChunk(chunk);
        }
        list.Head = next;
        return true;
    }

    /// <summary>Whether a list lies in one chunk.</summary>
    public static bool IsShort(KeyList list) => list.Head >> ChunkBits == (list.End - 1) >> ChunkBits;

    /// <summary>The earliest time in a list that lies in one chunk.</summary>
    public long EarliestOfShort(KeyList list)
    {
        long earliest = long.MaxValue;
        for (int position = list.Head; position < list.End; position++) earliest = Math.Min(earliest, _keys[position].TimePs);
        return earliest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int TakeChunk()
    {
        if (_firstFree == None) Grow();
        int chunk = _firstFree;
        _firstFree = _nextChunk[chunk];
        return chunk;
    }

    private void FreeChunk(int chunk)
    {
        _nextChunk[chunk] = _firstFree;
        _firstFree = chunk;
    }

    private void Grow()
    {
        int chunks = _nextChunk.Length;
        Array.Resize(ref _nextChunk, checked(chunks * 2));
        Array.Resize(ref _keys, checked(_keys.Length * 2));
        LinkFreeChunks(chunks);
    }

    private void LinkFreeChunks(int from)
    {
        for (int chunk = from; chunk < _nextChunk.Length; chunk++) _nextChunk[chunk] = chunk + 1 < _nextChunk.Length ? chunk + 1 : None;
        _firstFree = from;
    }
}
