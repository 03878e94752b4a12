using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Schedulers "frfcfs", "frfcfs-cap" and "bank-parallel": row hits first, then the oldest.</summary>
/// <remarks>
/// A cap ends a row's hits after some columns while an older request wants another row. Bank-parallel prefers opening and closing rows to
/// hits, so that as many banks as possible work side by side. Refreshes of all banks, rank by rank; the rank takes nothing new while it waits.
/// </remarks>
internal sealed class FrFcfsController : ChannelController
{
    private const int BufferSize = 64;
    private const int DrainFrom = 48;
    private const int DrainTo = 16;

    private readonly ReadyTimes _times;
    private readonly RequestPool _pool;
    private readonly RequestBuffer _reads;
    private readonly RequestBuffer _writes;
    private readonly int[] _openRow;
    private readonly int[] _served;
    private readonly long[] _busFree = new long[2];
    private readonly int[] _busOf;
    private readonly int[] _ticks;
    private readonly long[] _odd;
    private readonly long[] _nextRefresh;
    private readonly int _ranks;
    private readonly int _banksPerRank;
    private readonly int _cap;
    private readonly bool _rowsFirst;
    private readonly long _refreshInterval;
    private long _order;
    private bool _drains;
    private long _nextDecision;
    private long _lastCompletion;

    /// <param name="spec">The channel.</param>
    /// <param name="cap">Columns of a row after which an older conflict goes first; 0 for no cap.</param>
    /// <param name="rowsFirst">Whether row commands go before hits.</param>
    public FrFcfsController(DramSpec spec, int cap, bool rowsFirst)
        : base(spec)
    {
        DramOrganisation organisation = spec.Organisation;
        _cap = cap;
        _rowsFirst = rowsFirst;
        _ranks = organisation.Ranks;
        _banksPerRank = organisation.BanksPerRank;
        _times = new ReadyTimes(spec);
        _pool = new RequestPool(2 * BufferSize);
        _openRow = new int[organisation.Banks];
        _served = new int[organisation.Banks];
        Array.Fill(_openRow, -1);
        _reads = new RequestBuffer(_pool, organisation, _openRow, _times, DramCommand.Read);
        _writes = new RequestBuffer(_pool, organisation, _openRow, _times, DramCommand.Write);
        _busOf = [.. Enumerable.Range(0, DramCommands.Count).Select(c => spec.Bus.IsSplit && !DramCommands.IsColumn((DramCommand)c) ? 1 : 0)];
        _ticks = [.. spec.Bus.Ticks];
        _odd = [.. spec.Bus.OnlyOddTicks.Select(only => only ? 1L : 0L)];
        _refreshInterval = spec.Refresh is { } refresh ? refresh.IntervalClocks * spec.Bus.TicksPerClock : Never;
        _nextRefresh = new long[_ranks];
        for (int rank = 0; rank < _ranks; rank++) _nextRefresh[rank] = _refreshInterval == Never ? Never : _refreshInterval * (rank + 1) / _ranks;
    }

    /// <inheritdoc/>
    private protected override long FirstTick => 0;

    /// <inheritdoc/>
    private protected override bool TakesBeforeCommands => false;

    /// <inheritdoc/>
    private protected override long NextDecision => _nextDecision;

    /// <inheritdoc/>
    private protected override bool IsDrained => _reads.Count + _writes.Count == 0;

    /// <inheritdoc/>
    private protected override long LastCompletion => _lastCompletion;

    /// <inheritdoc/>
    private protected override bool TryTake(int request, bool isWrite, in DramLocation location, long now)
    {
        bool isBuffered = _writes.Find(location) >= 0;
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
        _nextDecision = Never;
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (now >= _nextRefresh[rank]) Refresh(rank, now);
            else _nextDecision = Math.Min(_nextDecision, _nextRefresh[rank]);
        }
        RequestBuffer buffer = ChosenBuffer();
        if (_rowsFirst)
        {
            IssueRow(buffer, now);
            IssueColumn(buffer, now);
        }
        else
        {
            IssueColumn(buffer, now);
            IssueRow(buffer, now);
        }
    }

    /// <inheritdoc/>
    private protected override void Finish() => Statistics.Ticks = _lastCompletion;

    private RequestBuffer ChosenBuffer()
    {
        if (!_drains) _drains = _writes.Count >= DrainFrom || _reads.Count == 0;
        else if (_writes.Count <= DrainTo && _reads.Count != 0) _drains = false;
        return _drains ? _writes : _reads;
    }

    private void IssueColumn(RequestBuffer buffer, long now)
    {
        DramCommand command = buffer == _reads ? DramCommand.Read : DramCommand.Write;
        int best = -1;
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (now < _nextRefresh[rank]) Oldest(WithoutCapped(buffer, rank), rank, command, buffer.Hit, now, ref best);
        }
        if (best < 0) return;
        int bank = _pool.Bank[best];
        Note(best, command, now);
        _served[bank]++;
        buffer.Remove(best);
        long end = command == DramCommand.Read ? now + Spec.ReadTicks : now;
        if (command == DramCommand.Read) Statistics.ReadLatency.Add(end - _pool.Accepted[best]);
        Complete(_pool.Request[best], end);
        _pool.Return(best);
    }

    private ulong WithoutCapped(RequestBuffer buffer, int rank)
    {
        ulong hits = buffer.Hits[rank];
        if (_cap == 0) return hits;
        for (ulong left = hits & buffer.Conflicts[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * _banksPerRank + BitOperations.TrailingZeroCount(left);
            if (IsCapped(buffer, bank)) hits &= ~(left & (~left + 1));
        }
        return hits;
    }

    private bool IsCapped(RequestBuffer buffer, int bank) =>
        _cap > 0 && _served[bank] >= _cap && (buffer.Hit[bank] < 0 || _pool.Order[buffer.Conflict[bank]] < _pool.Order[buffer.Hit[bank]]);

    private void IssueRow(RequestBuffer buffer, long now)
    {
        int opens = -1, closes = -1;
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (now >= _nextRefresh[rank]) continue;
            Oldest(buffer.Closed[rank], rank, DramCommand.Activate, buffer.Head, now, ref opens);
            Oldest(Closable(buffer, rank), rank, DramCommand.Precharge, buffer.Conflict, now, ref closes);
        }
        if (opens >= 0 && (closes < 0 || _pool.Order[opens] < _pool.Order[closes])) Open(opens, now);
        else if (closes >= 0) Close(closes, now);
    }

    /// <summary>Banks whose oldest conflict may close the row: nobody hits it, or its cap is reached.</summary>
    private ulong Closable(RequestBuffer buffer, int rank)
    {
        ulong banks = buffer.Conflicts[rank];
        for (ulong left = banks & buffer.Hits[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * _banksPerRank + BitOperations.TrailingZeroCount(left);
            if (!IsCapped(buffer, bank)) banks &= ~(left & (~left + 1));
        }
        return banks;
    }

    private void Oldest(ulong banks, int rank, DramCommand command, int[] entries, long now, ref int best)
    {
        if (banks == 0) return;
        long free = Math.Max(_busFree[_busOf[(int)command]], _times.OfRank(command, rank));
        BankReady ready = _times.OfBanks(command);
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = rank * _banksPerRank + BitOperations.TrailingZeroCount(banks);
            long at = Math.Max(now, Math.Max(free, ready[bank])) | _odd[(int)command];
            if (at > now) _nextDecision = Math.Min(_nextDecision, at);
            else if (best < 0 || _pool.Order[entries[bank]] < _pool.Order[best]) best = entries[bank];
        }
    }

    private void Open(int entry, long now)
    {
        int bank = _pool.Bank[entry];
        Note(entry, DramCommand.Activate, now);
        _openRow[bank] = _pool.Row[entry];
        _served[bank] = 0;
        Rejudge(bank);
    }

    private void Close(int entry, long now)
    {
        int bank = _pool.Bank[entry];
        Note(entry, DramCommand.Precharge, now);
        _openRow[bank] = -1;
        Rejudge(bank);
    }

    private void Rejudge(int bank)
    {
        _reads.Refresh(bank);
        _writes.Refresh(bank);
    }

    /// <summary>Counts a command for a request, and the request by its first command.</summary>
    private void Note(int entry, DramCommand command, long now)
    {
        int bank = _pool.Bank[entry];
        Occupy(command, now);
        Commands?.Add(now, command, _times.RankOf(bank), bank, _pool.Row[entry], _pool.Column[entry]);
        _times.Issue(command, bank, now);
        if (_pool.IsTouched[entry]) return;
        _pool.IsTouched[entry] = true;
        if (command == DramCommand.Activate) Statistics.RowMisses++;
        else if (command == DramCommand.Precharge) Statistics.RowConflicts++;
        else Statistics.RowHits++;
    }

    private void Occupy(DramCommand command, long now)
    {
        Statistics.Count(command);
        _busFree[_busOf[(int)command]] = now + _ticks[(int)command];
        _nextDecision = Math.Min(_nextDecision, now + 1);
    }

    private void Refresh(int rank, long now)
    {
        bool isOpen = _openRow.AsSpan(rank * _banksPerRank, _banksPerRank).ContainsAnyExcept(-1);
        DramCommand command = isOpen ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        long at = Math.Max(now, Math.Max(_busFree[_busOf[(int)command]], _times.OfRank(command, rank))) | _odd[(int)command];
        if (at > now)
        {
            _nextDecision = Math.Min(_nextDecision, at);
            return;
        }
        Occupy(command, now);
        Commands?.Add(now, command, rank, -1, -1, -1);
        _times.IssueToRank(command, rank, now);
        if (!isOpen)
        {
            _nextRefresh[rank] += _refreshInterval;
            _nextDecision = Math.Min(_nextDecision, _nextRefresh[rank]);
            return;
        }
        _openRow.AsSpan(rank * _banksPerRank, _banksPerRank).Fill(-1);
        _reads.RefreshRank(rank);
        _writes.RefreshRank(rank);
    }

    private void Complete(int request, long tick)
    {
        Requests?.Complete(request, tick);
        _lastCompletion = Math.Max(_lastCompletion, tick);
    }
}
