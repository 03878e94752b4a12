using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Scheduler "ramulator": read and write buffers, and a third, preferred one for requests whose row was opened for them.</summary>
/// <remarks>
/// The rules are those of Ramulator 2.1's generic DDR and HBM controllers with its FRFCFS and FRFCFS-RowHit schedulers. Of each class of
/// candidates (active, hits, activations, precharges) only banks whose rank allows the command are looked at.
/// </remarks>
internal sealed partial class RamulatorController : ChannelController
{
    private const int BufferSize = 32;
    private const int EnterWriteMode = 26;
    private const int LeaveWriteMode = 6;

    private readonly ReadyTimes _times;
    private readonly RequestPool _pool;
    private readonly RequestBuffer _reads;
    private readonly RequestBuffer _writes;
    private readonly int[] _openRow;
    private readonly ulong[] _open;
    private readonly int[] _active;
    private readonly ulong[] _activeReads;
    private readonly ulong[] _activeWrites;
    private readonly long[] _oddTick;
    private readonly long[] _busFree = new long[2];
    private readonly int[] _busOf;
    private readonly int _ranks;
    private readonly int _banksPerRank;
    private readonly bool _sparesHits;
    private readonly long _readTicks;
    private readonly long _refreshInterval;
    private int _activeCount;
    private long _order;
    private long _nextRefresh;
    private long _refreshesDue;
    private long _refreshesDone;
    private bool _isWriteMode;
    private long _nextDecision;
    private long _lastCompletion;

    private int _best;
    private long _bestOrder;
    private DramCommand _bestCommand;

    /// <param name="spec">The channel.</param>
    /// <param name="sparesHits">Whether a precharge waits for older row hits of its bank (FRFCFS-RowHit).</param>
    public RamulatorController(DramSpec spec, bool sparesHits)
        : base(spec)
    {
        DramOrganisation organisation = spec.Organisation;
        _times = new ReadyTimes(spec);
        _ranks = organisation.Ranks;
        _banksPerRank = organisation.BanksPerRank;
        _sparesHits = sparesHits;
        _readTicks = spec.ReadTicks;
        _pool = new RequestPool(2 * BufferSize + organisation.Banks);
        _openRow = new int[organisation.Banks];
        _active = new int[organisation.Banks];
        Array.Fill(_openRow, -1);
        Array.Fill(_active, -1);
        _open = new ulong[_ranks];
        _activeReads = new ulong[_ranks];
        _activeWrites = new ulong[_ranks];
        _reads = new RequestBuffer(_pool, organisation, _openRow);
        _writes = new RequestBuffer(_pool, organisation, _openRow);
        _oddTick = [.. spec.Bus.OnlyOddTicks.Select(only => only ? 1L : 0L)];
        _busOf = [.. Enumerable.Range(0, DramCommands.Count).Select(c => spec.Bus.IsSplit && !DramCommands.IsColumn((DramCommand)c) ? 1 : 0)];
        _refreshInterval = spec.Refresh is { } refresh ? refresh.IntervalClocks * spec.Bus.TicksPerClock : Never;
        _nextRefresh = _refreshInterval;
    }

    /// <inheritdoc/>
    private protected override long FirstTick => 0;

    /// <inheritdoc/>
    private protected override bool TakesBeforeCommands => false;

    /// <inheritdoc/>
    private protected override long NextDecision => _nextDecision;

    /// <inheritdoc/>
    private protected override bool IsDrained => _reads.Count + _writes.Count + _activeCount == 0;

    /// <inheritdoc/>
    private protected override long LastCompletion => _lastCompletion;

    /// <inheritdoc/>
    private protected override bool TryTake(int request, bool isWrite, in DramLocation location, long now)
    {
        bool isBuffered = (_writes.Waiting[_times.RankOf(location.Bank)] >> (location.Bank % _banksPerRank) & 1) != 0 && _writes.Find(location) >= 0;
        RequestBuffer buffer = isWrite ? _writes : _reads;
        if (!isBuffered && buffer.Count == BufferSize) return false;
        Requests?.Accept(request, now);
        if (isWrite) Statistics.Writes++;
        else Statistics.Reads++;
        if (isBuffered)
        {
            if (!isWrite) Statistics.ReadLatency.Add(1);
            Complete(request, now + 1);
            return true;
        }
        buffer.Add(_pool.Take(request, location, isWrite, _order++, now));
        _nextDecision = Math.Min(_nextDecision, now + 1);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Decide(long now)
    {
        while (now >= _nextRefresh)
        {
            _refreshesDue += _ranks;
            _nextRefresh += _refreshInterval;
        }
        _nextDecision = _nextRefresh;
        if (Spec.Bus.IsSplit)
        {
            PickColumn(now);
            PickRow(now);
        }
        else
        {
            PickAny(now);
        }
    }

    /// <inheritdoc/>
    private protected override void Finish() => Statistics.Ticks = _lastCompletion;

    private bool RefreshWaits => _refreshesDone < _refreshesDue;

    /// <summary>One bus: the best of all candidates.</summary>
    private void PickAny(long now)
    {
        Begin();
        ConsiderActive(now);
        if (Found(now)) return;
        if (RefreshWaits)
        {
            TryRefresh(now);
            return;
        }
        RequestBuffer buffer = ChosenBuffer();
        ConsiderHits(buffer, now);
        ConsiderRows(buffer, now);
        Found(now);
    }

    private void PickColumn(long now)
    {
        Begin();
        ConsiderActive(now);
        if (Found(now) || RefreshWaits) return;
        ConsiderHits(ChosenBuffer(), now);
        Found(now);
    }

    private void PickRow(long now)
    {
        if (RefreshWaits)
        {
            TryRefresh(now);
            return;
        }
        Begin();
        ConsiderRows(ChosenBuffer(), now);
        Found(now);
    }

    private void Begin()
    {
        _best = -1;
        _bestOrder = long.MaxValue;
    }

    /// <summary>Issues the best candidate, if there is one.</summary>
    private bool Found(long now)
    {
        if (_best < 0) return false;
        Issue(_best, _bestCommand, now);
        return true;
    }

    private void ConsiderActive(long now)
    {
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (_activeReads[rank] != 0) Consider(_activeReads[rank], rank, DramCommand.Read, _active, now);
            if (_activeWrites[rank] != 0) Consider(_activeWrites[rank], rank, DramCommand.Write, _active, now);
        }
    }

    private void ConsiderHits(RequestBuffer buffer, long now)
    {
        DramCommand command = buffer == _reads ? DramCommand.Read : DramCommand.Write;
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (buffer.Hits[rank] != 0) Consider(buffer.Hits[rank], rank, command, buffer.Hit, now);
        }
    }

    private void ConsiderRows(RequestBuffer buffer, long now)
    {
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (buffer.Closed[rank] != 0) Consider(buffer.Closed[rank], rank, DramCommand.Activate, buffer.Head, now);
            ulong conflicts = buffer.Conflicts[rank] & ~(_activeReads[rank] | _activeWrites[rank]);
            if (_sparesHits && (conflicts & buffer.Hits[rank]) != 0) conflicts = WithoutOlderHit(buffer, rank, conflicts);
            if (conflicts != 0) Consider(conflicts, rank, DramCommand.Precharge, buffer.Conflict, now);
        }
    }

    private ulong WithoutOlderHit(RequestBuffer buffer, int rank, ulong conflicts)
    {
        for (ulong left = conflicts & buffer.Hits[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * _banksPerRank + BitOperations.TrailingZeroCount(left);
            if (_pool.Order[buffer.Hit[bank]] < _pool.Order[buffer.Conflict[bank]]) conflicts &= ~(left & (~left + 1));
        }
        return conflicts;
    }

    /// <summary>Looks for an older ready candidate among some banks of a rank, and notes when the others become ready.</summary>
    private void Consider(ulong banks, int rank, DramCommand command, int[] entries, long now)
    {
        long odd = _oddTick[(int)command];
        long rankReady = Math.Max(now, Math.Max(_times.OfRank(command, rank), _busFree[_busOf[(int)command]])) | odd;
        if (rankReady > now)
        {
            _nextDecision = Math.Min(_nextDecision, rankReady);
            return;
        }
        int first = rank * _banksPerRank;
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = first + BitOperations.TrailingZeroCount(banks);
            long ready = _times.OfBank(command, bank) | odd;
            if (ready > now)
            {
                _nextDecision = Math.Min(_nextDecision, ready);
                continue;
            }
            int entry = entries[bank];
            if (_pool.Order[entry] >= _bestOrder) continue;
            _best = entry;
            _bestOrder = _pool.Order[entry];
            _bestCommand = command;
        }
    }

    /// <summary>Reads or writes, decided anew with the present content of the buffers.</summary>
    private RequestBuffer ChosenBuffer()
    {
        if (!_isWriteMode) _isWriteMode = _writes.Count >= EnterWriteMode || _reads.Count == 0;
        else if (_writes.Count <= LeaveWriteMode && _reads.Count != 0) _isWriteMode = false;
        return _isWriteMode ? _writes : _reads;
    }

    private void TryRefresh(long now)
    {
        int rank = (int)(_refreshesDone % _ranks);
        bool closes = _open[rank] != 0;
        if (closes && (_activeReads[rank] | _activeWrites[rank]) != 0) return;
        DramCommand command = closes ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        long ready = Math.Max(now, Math.Max(_times.OfRank(command, rank), _busFree[_busOf[(int)command]])) | _oddTick[(int)command];
        if (ready > now)
        {
            _nextDecision = Math.Min(_nextDecision, ready);
            return;
        }
        Note(command, now);
        Commands?.Add(now, command, rank, -1, -1, -1);
        _times.IssueToRank(command, rank, now);
        if (closes) CloseAll(rank);
        else _refreshesDone++;
    }

    private void CloseAll(int rank)
    {
        for (ulong left = _open[rank]; left != 0; left &= left - 1) _openRow[rank * _banksPerRank + BitOperations.TrailingZeroCount(left)] = -1;
        _open[rank] = 0;
        _reads.RefreshRank(rank);
        _writes.RefreshRank(rank);
    }

    /// <summary>Counts a command and occupies its bus.</summary>
    private void Note(DramCommand command, long now)
    {
        Statistics.Count(command);
        _busFree[_busOf[(int)command]] = now + Spec.Bus.Ticks[(int)command];
        _nextDecision = Math.Min(_nextDecision, now + 1);
    }

    private void Issue(int entry, DramCommand command, long now)
    {
        int bank = _pool.Bank[entry];
        int rank = _times.RankOf(bank);
        Note(command, now);
        Commands?.Add(now, command, rank, bank, _pool.Row[entry], _pool.Column[entry]);
        _times.Issue(command, bank, now);
        Judge(entry, command);
        switch (command)
        {
            case DramCommand.Activate: Open(entry, bank, rank); break;
            case DramCommand.Precharge: Close(bank, rank); break;
            default: MoveData(entry, bank, rank, now); break;
        }
    }

    /// <summary>Counts a request as hit, miss or conflict by the first command issued for it.</summary>
    private void Judge(int entry, DramCommand command)
    {
        if (_pool.IsTouched[entry]) return;
        _pool.IsTouched[entry] = true;
        if (command == DramCommand.Activate) Statistics.RowMisses++;
        else if (command == DramCommand.Precharge) Statistics.RowConflicts++;
        else Statistics.RowHits++;
    }

    private void Open(int entry, int bank, int rank)
    {
        _openRow[bank] = _pool.Row[entry];
        ulong bit = 1UL << (bank - rank * _banksPerRank);
        _open[rank] |= bit;
        bool isWrite = _pool.IsWrite[entry];
        (isWrite ? _writes : _reads).Remove(entry);
        _active[bank] = entry;
        _activeCount++;
        if (isWrite) _activeWrites[rank] |= bit;
        else _activeReads[rank] |= bit;
        _reads.Refresh(bank);
        _writes.Refresh(bank);
    }

    private void Close(int bank, int rank)
    {
        _openRow[bank] = -1;
        _open[rank] &= ~(1UL << (bank - rank * _banksPerRank));
        _reads.Refresh(bank);
        _writes.Refresh(bank);
    }

    private void MoveData(int entry, int bank, int rank, long now)
    {
        bool isWrite = _pool.IsWrite[entry];
        if (_active[bank] == entry)
        {
            ulong bit = 1UL << (bank - rank * _banksPerRank);
            _active[bank] = -1;
            _activeCount--;
            _activeReads[rank] &= ~bit;
            _activeWrites[rank] &= ~bit;
        }
        else
        {
            (isWrite ? _writes : _reads).Remove(entry);
        }
        long end = isWrite ? now : now + _readTicks;
        if (!isWrite) Statistics.ReadLatency.Add(end - _pool.Accepted[entry]);
        Complete(_pool.Request[entry], end);
        _pool.Return(entry);
    }

    private void Complete(int request, long tick)
    {
        Requests?.Complete(request, tick);
        _lastCompletion = Math.Max(_lastCompletion, tick);
    }
}
