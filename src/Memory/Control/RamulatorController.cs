using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Scheduler "ramulator": read and write buffers, and a third, preferred one for requests whose row was opened for them.</summary>
/// <remarks>
/// The rules are those of Ramulator 2.1's generic DDR and HBM controllers with its FRFCFS and FRFCFS-RowHit schedulers. Of each class of
/// candidates (active, hits, activations, precharges) only banks whose rank allows the command are looked at.
/// </remarks>
internal sealed partial class RamulatorController : BufferedController
{
    private const int BufferSize = 32;
    private const int EnterWriteMode = 26;
    private const int LeaveWriteMode = 6;

    private readonly ulong[] _open;
    private readonly int[] _active;
    private readonly ulong[] _activeReads;
    private readonly ulong[] _activeWrites;
    private readonly long[] _activeReadsReady;
    private readonly long[] _activeWritesReady;
    private readonly bool _sparesHits;
    private readonly long _refreshInterval;
    private int _activeCount;
    private long _nextRefresh;
    private long _refreshesDue;
    private long _refreshesDone;
    private bool _isWriteMode;

    private int _best;
    private long _bestOrder;
    private DramCommand _bestCommand;
    private long[] _bestBounds = [];
    private int _bestRank;

    /// <param name="spec">The channel.</param>
    /// <param name="sparesHits">Whether a precharge waits for older row hits of its bank (FRFCFS-RowHit).</param>
    public RamulatorController(DramSpec spec, bool sparesHits)
        : base(spec, BufferSize, spec.Organisation.Banks)
    {
        _sparesHits = sparesHits;
        _active = new int[spec.Organisation.Banks];
        Array.Fill(_active, -1);
        _open = new ulong[Ranks];
        _activeReads = new ulong[Ranks];
        _activeWrites = new ulong[Ranks];
        _activeReadsReady = new long[Ranks];
        _activeWritesReady = new long[Ranks];
        _refreshInterval = spec.Refresh is { } refresh ? refresh.IntervalClocks * spec.Bus.TicksPerClock : Never;
        _nextRefresh = _refreshInterval;
    }

    /// <inheritdoc/>
    private protected override bool IsDrained => base.IsDrained && _activeCount == 0;

    /// <inheritdoc/>
    private protected override void Decide(long now)
    {
        while (now >= _nextRefresh)
        {
            _refreshesDue += Ranks;
            _nextRefresh += _refreshInterval;
        }
        SleepUntil(_nextRefresh);
        if (Mobile is not null)
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
            TryPick(now);
        }
    }

    private bool RefreshWaits => _refreshesDone < _refreshesDue;

    /// <summary>One bus: the best of all candidates; false if nothing issues.</summary>
    private protected override bool TryPick(long now)
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
        if (DramCommands.IsColumn(_bestCommand) && NeedsDataClock(now))
        {
            _bestBounds[_bestRank] = now;
            return TryStartDataClock(_best, _bestCommand, now);
        }
        Issue(_best, _bestCommand, now);
        return true;
    }

    private void ConsiderActive(long now)
    {
        for (int rank = 0; rank < Ranks; rank++)
        {
            if (_activeReads[rank] != 0) Consider(_activeReads[rank], rank, DramCommand.Read, _active, _activeReadsReady, now);
            if (_activeWrites[rank] != 0) Consider(_activeWrites[rank], rank, DramCommand.Write, _active, _activeWritesReady, now);
        }
    }

    private void ConsiderHits(RequestBuffer buffer, long now)
    {
        DramCommand command = buffer == Reads ? DramCommand.Read : DramCommand.Write;
        for (int rank = 0; rank < Ranks; rank++)
        {
            ulong hits = buffer.Hits[rank] & ~HalfOpen[rank];
            if (hits != 0) Consider(hits, rank, command, buffer.Hit, buffer.HitsReady, now);
        }
    }

    private void ConsiderRows(RequestBuffer buffer, long now)
    {
        for (int rank = 0; rank < Ranks; rank++)
        {
            if (buffer.Closed[rank] != 0) Consider(buffer.Closed[rank], rank, DramCommand.Activate, buffer.Head, buffer.ClosedReady, now);
            ulong conflicts = buffer.Conflicts[rank] & ~(_activeReads[rank] | _activeWrites[rank] | HalfOpen[rank]);
            if (_sparesHits && (conflicts & buffer.Hits[rank]) != 0) conflicts = WithoutOlderHit(buffer, rank, conflicts);
            if (conflicts != 0) Consider(conflicts, rank, DramCommand.Precharge, buffer.Conflict, buffer.ConflictsReady, now);
        }
    }

    private ulong WithoutOlderHit(RequestBuffer buffer, int rank, ulong conflicts)
    {
        for (ulong left = conflicts & buffer.Hits[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * BanksPerRank + BitOperations.TrailingZeroCount(left);
            if (Pool.Order[buffer.Hit[bank]] < Pool.Order[buffer.Conflict[bank]]) conflicts &= ~(left & (~left + 1));
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
        long earliest = EarliestOf(command, rank, Math.Max(bounds[rank], now));
        if (earliest > now) WakeAt(earliest);
        else Search(banks, rank, command, entries, bounds, now);
    }

    /// <summary>Visits the banks; the bound becomes that of all but the oldest ready one, which counts again unless it is issued.</summary>
    private void Search(ulong banks, int rank, DramCommand command, int[] entries, long[] bounds, long now)
    {
        BankReady ready = Times.OfBanks(command);
        int first = rank * BanksPerRank;
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
            long order = Pool.Order[entries[bank]];
            if (best >= 0) others = now;
            if (order >= bestOrder) continue;
            best = entries[bank];
            bestOrder = order;
        }
        bool wins = bestOrder < _bestOrder;
        bounds[rank] = wins || best < 0 ? others : now;
        WakeAt(Math.Max(bounds[rank], now + 1));
        if (!wins) return;
        if (_best >= 0) _bestBounds[_bestRank] = now;
        (_best, _bestOrder, _bestCommand, _bestBounds, _bestRank) = (best, bestOrder, command, bounds, rank);
    }

    /// <summary>Reads or writes, decided anew with the present content of the buffers.</summary>
    private RequestBuffer ChosenBuffer()
    {
        if (!_isWriteMode) _isWriteMode = Writes.Count >= EnterWriteMode || Reads.Count == 0;
        else if (Writes.Count <= LeaveWriteMode && Reads.Count != 0) _isWriteMode = false;
        return _isWriteMode ? Writes : Reads;
    }
}
