using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>A read or write buffer, kept bank by bank, that always knows the oldest row hit and the oldest conflict of each bank.</summary>
/// <remarks>So a scheduler looks at two candidates a bank and skips banks by bit masks, however long the queue is.</remarks>
internal sealed class RequestBuffer
{
    private readonly RequestPool _pool;
    private readonly int[] _openRow;
    private readonly int[] _tail;
    private readonly int _banksPerRank;
    private readonly ReadyTimes _times;
    private readonly DramCommand _column;

    /// <param name="pool">Where the requests live.</param>
    /// <param name="organisation">The channel.</param>
    /// <param name="openRow">The open row of each bank, kept by the controller; -1 where closed.</param>
    /// <param name="times">From when commands are legal.</param>
    /// <param name="column">What its requests want: to read or to write.</param>
    public RequestBuffer(RequestPool pool, DramOrganisation organisation, int[] openRow, ReadyTimes times, DramCommand column)
    {
        _times = times;
        _column = column;
        _pool = pool;
        _openRow = openRow;
        _banksPerRank = organisation.BanksPerRank;
        Head = Empty(organisation.Banks);
        _tail = Empty(organisation.Banks);
        Hit = Empty(organisation.Banks);
        Conflict = Empty(organisation.Banks);
        Waiting = new ulong[organisation.Ranks];
        Closed = new ulong[organisation.Ranks];
        Hits = new ulong[organisation.Ranks];
        Conflicts = new ulong[organisation.Ranks];
        ClosedReady = new long[organisation.Ranks];
        HitsReady = new long[organisation.Ranks];
        ConflictsReady = new long[organisation.Ranks];
    }

    /// <summary>How many requests wait.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest request of each bank; -1 if there is none.</summary>
    public int[] Head { get; }

    /// <summary>The oldest request of each open bank that hits its row.</summary>
    public int[] Hit { get; }

    /// <summary>The oldest request of each open bank that needs another row.</summary>
    public int[] Conflict { get; }

    /// <summary>Banks of each rank with requests.</summary>
    public ulong[] Waiting { get; }

    /// <summary>Closed banks of each rank with requests.</summary>
    public ulong[] Closed { get; }

    /// <summary>Open banks of each rank with a row hit.</summary>
    public ulong[] Hits { get; }

    /// <summary>Open banks of each rank with a conflict.</summary>
    public ulong[] Conflicts { get; }

    /// <summary>Before this tick no closed bank of a rank is ready; a bound that the scheduler keeps and a newcomer lowers.</summary>
    public long[] ClosedReady { get; }

    /// <summary>Before this tick no row hit of a rank is ready.</summary>
    public long[] HitsReady { get; }

    /// <summary>Before this tick no conflict of a rank is ready.</summary>
    public long[] ConflictsReady { get; }

    /// <summary>Appends a request.</summary>
    public void Add(int entry)
    {
        int bank = _pool.Bank[entry];
        int last = _tail[bank];
        _pool.Next[entry] = -1;
        _pool.Previous[entry] = last;
        if (last < 0) Head[bank] = entry;
        else _pool.Next[last] = entry;
        _tail[bank] = entry;
        Count++;
        int rank = bank / _banksPerRank;
        ulong bit = 1UL << (bank - rank * _banksPerRank);
        Waiting[rank] |= bit;
        if (_openRow[bank] < 0) MarkClosed(bank, rank, bit);
        else Classify(entry, bank, rank, bit);
    }

    /// <summary>Takes a request out; call <see cref="Refresh(int)"/> after the bank's row has changed, too.</summary>
    public void Remove(int entry)
    {
        int bank = _pool.Bank[entry];
        int next = _pool.Next[entry], previous = _pool.Previous[entry];
        if (previous < 0) Head[bank] = next;
        else _pool.Next[previous] = next;
        if (next < 0) _tail[bank] = previous;
        else _pool.Previous[next] = previous;
        Count--;
        int rank = bank / _banksPerRank;
        ulong bit = 1UL << (bank - rank * _banksPerRank);
        if (Head[bank] < 0)
        {
            Waiting[rank] &= ~bit;
            Closed[rank] &= ~bit;
        }
        if (entry == Hit[bank]) AdvanceHit(bank, next, rank, bit);
        if (entry == Conflict[bank]) AdvanceConflict(bank, next, rank, bit);
    }

    /// <summary>Judges the requests of a bank anew after its row was opened or closed.</summary>
    public void Refresh(int bank)
    {
        int rank = bank / _banksPerRank;
        ulong bit = 1UL << (bank - rank * _banksPerRank);
        Hits[rank] &= ~bit;
        Conflicts[rank] &= ~bit;
        Closed[rank] &= ~bit;
        Hit[bank] = -1;
        Conflict[bank] = -1;
        if (Head[bank] < 0) return;
        if (_openRow[bank] < 0)
        {
            MarkClosed(bank, rank, bit);
            return;
        }
        AdvanceHit(bank, Head[bank], rank, bit);
        AdvanceConflict(bank, Head[bank], rank, bit);
    }

    /// <summary>Judges all requests of a rank anew after all its banks were closed.</summary>
    public void RefreshRank(int rank)
    {
        for (ulong left = Hits[rank] | Conflicts[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * _banksPerRank + BitOperations.TrailingZeroCount(left);
            Hit[bank] = -1;
            Conflict[bank] = -1;
        }
        Hits[rank] = 0;
        Conflicts[rank] = 0;
        Closed[rank] = Waiting[rank];
        ClosedReady[rank] = 0;
    }

    /// <summary>Lowers the bound on conflicts for one bank, whose conflict has come up or is no longer held back.</summary>
    public void ExpectPrecharge(int bank, int rank) => Expect(ConflictsReady, rank, DramCommand.Precharge, bank);

    /// <summary>Lowers the bound on row hits for one bank, whose hits are no longer held back.</summary>
    public void ExpectHit(int bank, int rank) => Expect(HitsReady, rank, _column, bank);

    /// <summary>Finds a waiting request for one access; -1 if there is none.</summary>
    public int Find(in DramLocation location)
    {
        int entry = Head[location.Bank];
        while (entry >= 0 && (_pool.Row[entry] != location.Row || _pool.Column[entry] != location.Column)) entry = _pool.Next[entry];
        return entry;
    }

    private static int[] Empty(int length)
    {
        int[] array = new int[length];
        Array.Fill(array, -1);
        return array;
    }

    private void MarkClosed(int bank, int rank, ulong bit)
    {
        if ((Closed[rank] & bit) != 0) return;
        Closed[rank] |= bit;
        Expect(ClosedReady, rank, DramCommand.Activate, bank);
    }

    private void Expect(long[] bound, int rank, DramCommand command, int bank)
    {
        long ready = _times.OfBank(command, bank);
        if (ready < bound[rank]) bound[rank] = ready;
    }

    private void Classify(int entry, int bank, int rank, ulong bit)
    {
        if (_pool.Row[entry] == _openRow[bank])
        {
            if ((Hits[rank] & bit) != 0) return;
            Hit[bank] = entry;
            Hits[rank] |= bit;
            Expect(HitsReady, rank, _column, bank);
        }
        else if ((Conflicts[rank] & bit) == 0)
        {
            Conflict[bank] = entry;
            Conflicts[rank] |= bit;
            ExpectPrecharge(bank, rank);
        }
    }

    private void AdvanceHit(int bank, int from, int rank, ulong bit)
    {
        int row = _openRow[bank];
        while (from >= 0 && _pool.Row[from] != row) from = _pool.Next[from];
        Hit[bank] = from;
        if (from < 0)
        {
            Hits[rank] &= ~bit;
            return;
        }
        Hits[rank] |= bit;
        Expect(HitsReady, rank, _column, bank);
    }

    private void AdvanceConflict(int bank, int from, int rank, ulong bit)
    {
        int row = _openRow[bank];
        while (from >= 0 && _pool.Row[from] == row) from = _pool.Next[from];
        Conflict[bank] = from;
        if (from < 0)
        {
            Conflicts[rank] &= ~bit;
            return;
        }
        Conflicts[rank] |= bit;
        ExpectPrecharge(bank, rank);
    }
}
