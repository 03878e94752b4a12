using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>A short queue for every bank, together with the bank's open row.</summary>
internal sealed class BankCommandQueues
{
    /// <summary>Places in the queue of a bank.</summary>
    public const int Depth = 8;

    private readonly RequestPool _pool;
    private readonly int[] _entries;
    private readonly int[] _count;

    /// <param name="pool">Where the requests live.</param>
    /// <param name="banks">Banks of the channel, at most 64.</param>
    public BankCommandQueues(RequestPool pool, int banks)
    {
        _pool = pool;
        _entries = new int[banks * Depth];
        _count = new int[banks];
        OpenRow = new int[banks];
        ColumnsServed = new int[banks];
        Array.Fill(OpenRow, -1);
    }

    /// <summary>The open row of each bank; -1 where closed.</summary>
    public int[] OpenRow { get; }

    /// <summary>Column commands of each bank since its activation.</summary>
    public int[] ColumnsServed { get; }

    /// <summary>Banks with an open row.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Banks with requests.</summary>
    public ulong Waiting { get; private set; }

    /// <summary>Banks whose queue has no room.</summary>
    public ulong Full { get; private set; }

    /// <summary>The first request of a bank.</summary>
    public int First(int bank) => _entries[bank * Depth];

    /// <summary>The first read of a bank that hits its open row; -1 if there is none.</summary>
    public int FirstRead(int bank) => FirstHit(bank, isWrite: false);

    /// <summary>The first write of a bank that hits its open row; -1 if there is none.</summary>
    /// <remarks>An earlier read of the same address cannot stand before it: a write is moved here only when no such read waits, and later ones are forwarded.</remarks>
    public int FirstWrite(int bank) => FirstHit(bank, isWrite: true);

    /// <summary>Whether the first request needs another row and may have it: nobody hits the open row, or it has served its share.</summary>
    public bool MayPrecharge(int bank, int columnLimit)
    {
        if (_pool.Row[First(bank)] == OpenRow[bank]) return false;
        return ColumnsServed[bank] >= columnLimit || (FirstRead(bank) < 0 && FirstWrite(bank) < 0);
    }

    /// <summary>Whether one request of a bank stands before another.</summary>
    public bool IsBefore(int bank, int entry, int other)
    {
        ReadOnlySpan<int> queue = _entries.AsSpan(bank * Depth, _count[bank]);
        return queue.IndexOf(entry) < queue.IndexOf(other);
    }

    /// <summary>Finds a request for one access; -1 if there is none.</summary>
    public int Find(in DramLocation location, bool writes)
    {
        foreach (int entry in _entries.AsSpan(location.Bank * Depth, _count[location.Bank]))
        {
            if (_pool.Row[entry] == location.Row && _pool.Column[entry] == location.Column && _pool.IsWrite[entry] == writes) return entry;
        }
        return -1;
    }

    /// <summary>Appends a request; its bank has room.</summary>
    public void Add(int entry)
    {
        int bank = _pool.Bank[entry];
        _entries[bank * Depth + _count[bank]++] = entry;
        Waiting |= 1UL << bank;
        if (_count[bank] == Depth) Full |= 1UL << bank;
    }

    /// <summary>Opens a row.</summary>
    public void Open(int bank, int row)
    {
        OpenRow[bank] = row;
        ColumnsServed[bank] = 0;
        OpenCount++;
    }

    /// <summary>Closes a bank.</summary>
    public void Close(int bank)
    {
        OpenRow[bank] = -1;
        OpenCount--;
    }

    /// <summary>Takes a request out after its column command.</summary>
    public void Serve(int entry)
    {
        int bank = _pool.Bank[entry];
        Span<int> queue = _entries.AsSpan(bank * Depth, _count[bank]);
        int place = queue.IndexOf(entry);
        queue[(place + 1)..].CopyTo(queue[place..]);
        _count[bank]--;
        ColumnsServed[bank]++;
        Full &= ~(1UL << bank);
        if (_count[bank] == 0) Waiting &= ~(1UL << bank);
    }

    private int FirstHit(int bank, bool isWrite)
    {
        int row = OpenRow[bank];
        foreach (int entry in _entries.AsSpan(bank * Depth, _count[bank]))
        {
            if (_pool.Row[entry] == row && _pool.IsWrite[entry] == isWrite) return entry;
        }
        return -1;
    }
}
