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
    private readonly long[] _activeReadsReady;
    private readonly long[] _activeWritesReady;
    private readonly long[] _oddTick;
    private readonly long[] _busFree = new long[2];
    private readonly int[] _busOf;
    private readonly int[] _ticks;
    private readonly int _ranks;
    private readonly int _banksPerRank;
    private readonly bool _sparesHits;
    private readonly ulong[] _halfOpen;
    private readonly MobileState? _mobile;
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
    private long[] _bestBounds = [];
    private int _bestRank;

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
        _halfOpen = new ulong[_ranks];
        _mobile = spec.Bus.ActivatesTwice ? new MobileState(spec) : null;
        _activeReads = new ulong[_ranks];
        _activeWrites = new ulong[_ranks];
        _activeReadsReady = new long[_ranks];
        _activeWritesReady = new long[_ranks];
        _reads = new RequestBuffer(_pool, organisation, _openRow, _times, DramCommand.Read);
        _writes = new RequestBuffer(_pool, organisation, _openRow, _times, DramCommand.Write);
        _oddTick = [.. spec.Bus.OnlyOddTicks.Select(only => only ? 1L : 0L)];
        _busOf = [.. Enumerable.Range(0, DramCommands.Count).Select(c => spec.Bus.IsSplit && !DramCommands.IsColumn((DramCommand)c) ? 1 : 0)];
        _ticks = [.. spec.Bus.Ticks];
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
        if (_mobile is not null)
        {
            PickWithSecondHalves(now);
        }
        else if (Spec.Bus.IsSplit)
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

    /// <summary>One bus: the best of all candidates; false if nothing issues.</summary>
    private bool PickAny(long now)
    {
        Begin();
        ConsiderActive(now);
        if (Found(now)) return true;
        if (RefreshWaits) return TryRefresh(now);
        RequestBuffer buffer = ChosenBuffer();
        ConsiderHits(buffer, now);
        ConsiderRows(buffer, now);
        return Found(now);
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
        if (_mobile is not null && DramCommands.IsColumn(_bestCommand) && now >= _mobile.DataClockEnd) return TryStartDataClock(now);
        Issue(_best, _bestCommand, now);
        return true;
    }

    private void ConsiderActive(long now)
    {
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (_activeReads[rank] != 0) Consider(_activeReads[rank], rank, DramCommand.Read, _active, _activeReadsReady, now);
            if (_activeWrites[rank] != 0) Consider(_activeWrites[rank], rank, DramCommand.Write, _active, _activeWritesReady, now);
        }
    }

    private void ConsiderHits(RequestBuffer buffer, long now)
    {
        DramCommand command = buffer == _reads ? DramCommand.Read : DramCommand.Write;
        for (int rank = 0; rank < _ranks; rank++)
        {
            ulong hits = buffer.Hits[rank] & ~_halfOpen[rank];
            if (hits != 0) Consider(hits, rank, command, buffer.Hit, buffer.HitsReady, now);
        }
    }

    private void ConsiderRows(RequestBuffer buffer, long now)
    {
        for (int rank = 0; rank < _ranks; rank++)
        {
            if (buffer.Closed[rank] != 0) Consider(buffer.Closed[rank], rank, DramCommand.Activate, buffer.Head, buffer.ClosedReady, now);
            ulong conflicts = buffer.Conflicts[rank] & ~(_activeReads[rank] | _activeWrites[rank] | _halfOpen[rank]);
            if (_sparesHits && (conflicts & buffer.Hits[rank]) != 0) conflicts = WithoutOlderHit(buffer, rank, conflicts);
            if (conflicts != 0) Consider(conflicts, rank, DramCommand.Precharge, buffer.Conflict, buffer.ConflictsReady, now);
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

    /// <summary>Looks for an older ready candidate among some banks of a rank.</summary>
    /// <param name="banks">The banks, a bit each.</param>
    /// <param name="rank">Their rank.</param>
    /// <param name="command">What their candidates need.</param>
    /// <param name="entries">The candidate of each bank.</param>
    /// <param name="bounds">Before this tick none of the rank's candidates is ready; ready times only grow, so a bound holds until a newcomer lowers it.</param>
    /// <param name="now">The tick.</param>
    private void Consider(ulong banks, int rank, DramCommand command, int[] entries, long[] bounds, long now)
    {
        long earliest = Math.Max(bounds[rank], Math.Max(_times.OfRank(command, rank), _busFree[_busOf[(int)command]]));
        earliest = Math.Max(now, earliest) | _oddTick[(int)command];
        if (earliest > now) _nextDecision = Math.Min(_nextDecision, earliest);
        else Search(banks, rank, command, entries, bounds, now);
    }

    /// <summary>Visits the banks; the bound becomes that of all but the oldest ready one, which counts again unless it is issued.</summary>
    private void Search(ulong banks, int rank, DramCommand command, int[] entries, long[] bounds, long now)
    {
        BankReady ready = _times.OfBanks(command);
        int first = rank * _banksPerRank;
        int best = -1;
        long bestOrder = long.MaxValue, others = Never;
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = first + BitOperations.TrailingZeroCount(banks);
            long at = ready[bank];
            if (at > now)
            {
                others = Math.Min(others, at);
                continue;
            }
            long order = _pool.Order[entries[bank]];
            if (best >= 0) others = now;
            if (order >= bestOrder) continue;
            best = entries[bank];
            bestOrder = order;
        }
        bool wins = bestOrder < _bestOrder;
        bounds[rank] = wins || best < 0 ? others : now;
        _nextDecision = Math.Min(_nextDecision, Math.Max(bounds[rank], now + 1));
        if (!wins) return;
        if (_best >= 0) _bestBounds[_bestRank] = now;
        (_best, _bestOrder, _bestCommand, _bestBounds, _bestRank) = (best, bestOrder, command, bounds, rank);
    }

    /// <summary>Reads or writes, decided anew with the present content of the buffers.</summary>
    private RequestBuffer ChosenBuffer()
    {
        if (!_isWriteMode) _isWriteMode = _writes.Count >= EnterWriteMode || _reads.Count == 0;
        else if (_writes.Count <= LeaveWriteMode && _reads.Count != 0) _isWriteMode = false;
        return _isWriteMode ? _writes : _reads;
    }
}
