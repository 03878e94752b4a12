using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Schedulers "frfcfs", "frfcfs-cap" and "bank-parallel": row hits first, then the oldest.</summary>
/// <remarks>
/// A cap ends a row's hits after some columns while an older request wants another row. Bank-parallel prefers opening and closing rows to
/// hits, so that as many banks as possible work side by side. Writes wait until enough of them have gathered, or no read waits.
/// </remarks>
internal sealed partial class FrFcfsController : BufferedController
{
    private readonly ControllerOptions _options;
    private readonly int[] _served;
    private readonly int _cap;
    private readonly bool _rowsFirst;
    private bool _drains;

    /// <param name="spec">The channel.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="isCapped">Whether the hits of a row end at the cap.</param>
    /// <param name="rowsFirst">Whether row commands go before hits.</param>
    public FrFcfsController(DramSpec spec, ControllerOptions options, bool isCapped, bool rowsFirst)
        : base(spec, options.BufferSize, 0)
    {
        _options = options;
        _cap = isCapped ? options.HitCap : 0;
        _rowsFirst = rowsFirst;
        _served = new int[spec.Organisation.Banks];
        _rowTimeout = options.RowTimeout * spec.Bus.TicksPerClock;
        _closeAt = new long[spec.Organisation.Banks];
        _habits = new ConflictHabit[spec.Organisation.Banks];
        _closing = new ulong[Ranks];
        _held = new ulong[Ranks];
        _refreshes = new long[Ranks];
        _refreshesBanks = spec.Refresh?.Mode == RefreshMode.PerBank;
        _refreshInterval = spec.Refresh is { } refresh ? refresh.IntervalClocks * spec.Bus.TicksPerClock : Never;
    }

    /// <inheritdoc/>
    private protected override void Decide(long now)
    {
        SleepUntil(Never);
        if (Mobile is null) TryPick(now);
        else PickWithSecondHalves(now);
    }

    /// <inheritdoc/>
    private protected override bool TryPick(long now)
    {
        bool issued = RefreshRanks(now);
        RequestBuffer buffer = ChosenBuffer();
        if (_rowsFirst)
        {
            issued |= IssueRow(buffer, now);
            issued |= IssueColumn(buffer, now);
        }
        else
        {
            issued |= IssueColumn(buffer, now);
            issued |= IssueRow(buffer, now);
        }
        return issued;
    }

    /// <inheritdoc/>
    private protected override void Move(int entry, DramCommand command, long now)
    {
        int bank = Pool.Bank[entry];
        Send(command, bank, entry, now);
        Judge(entry, command);
        _served[bank]++;
        (Pool.IsWrite[entry] ? Writes : Reads).Remove(entry);
        EndRequest(entry, now);
        Leave(bank, now);
    }

    private RequestBuffer ChosenBuffer()
    {
        if (!_drains) _drains = Writes.Count >= _options.DrainFrom || Reads.Count == 0;
        else if (Writes.Count <= _options.DrainTo && Reads.Count != 0) _drains = false;
        return _drains ? Writes : Reads;
    }

    private bool IssueColumn(RequestBuffer buffer, long now)
    {
        DramCommand command = buffer == Reads ? DramCommand.Read : DramCommand.Write;
        int best = -1;
        for (int rank = 0; rank < Ranks; rank++) Oldest(WithoutCapped(buffer, rank) & ~Untouchable(rank), rank, command, buffer.Hit, now, ref best);
        if (best < 0) return false;
        if (NeedsDataClock(now)) return TryStartDataClock(best, command, now);
        Move(best, command, now);
        return true;
    }

    private ulong WithoutCapped(RequestBuffer buffer, int rank)
    {
        ulong hits = buffer.Hits[rank];
        if (_cap == 0) return hits;
        for (ulong left = hits & buffer.Conflicts[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * BanksPerRank + BitOperations.TrailingZeroCount(left);
            if (IsCapped(buffer, bank)) hits &= ~(left & (~left + 1));
        }
        return hits;
    }

    private bool IsCapped(RequestBuffer buffer, int bank) =>
        _cap > 0 && _served[bank] >= _cap && (buffer.Hit[bank] < 0 || Pool.Order[buffer.Conflict[bank]] < Pool.Order[buffer.Hit[bank]]);

    private bool IssueRow(RequestBuffer buffer, long now)
    {
        int opens = -1, closes = -1;
        for (int rank = 0; rank < Ranks; rank++)
        {
            ulong untouchable = Untouchable(rank);
            Oldest(buffer.Closed[rank] & ~untouchable, rank, DramCommand.Activate, buffer.Head, now, ref opens);
            Oldest(Closable(buffer, rank) & ~untouchable, rank, DramCommand.Precharge, buffer.Conflict, now, ref closes);
        }
        if (opens >= 0 && (closes < 0 || Pool.Order[opens] < Pool.Order[closes])) Open(opens, now);
        else if (closes >= 0) CloseFor(closes, now);
        else return _options.RowPolicy != RowPolicy.Open && CloseIdleRow(now);
        return true;
    }

    /// <summary>Banks that take nothing: they wait for a refresh, or their row is only half open.</summary>
    private ulong Untouchable(int rank) => _held[rank] | HalfOpen[rank];

    /// <summary>Banks whose oldest conflict may close the row: nobody hits it, or its cap is reached.</summary>
    private ulong Closable(RequestBuffer buffer, int rank)
    {
        ulong banks = buffer.Conflicts[rank];
        for (ulong left = banks & buffer.Hits[rank]; left != 0; left &= left - 1)
        {
            int bank = rank * BanksPerRank + BitOperations.TrailingZeroCount(left);
            if (!IsCapped(buffer, bank)) banks &= ~(left & (~left + 1));
        }
        return banks;
    }

    private void Oldest(ulong banks, int rank, DramCommand command, int[] entries, long now, ref int best)
    {
        if (banks == 0) return;
        long earliest = EarliestOf(command, rank, now);
        BankReady ready = Times.OfBanks(command);
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = rank * BanksPerRank + BitOperations.TrailingZeroCount(banks);
            long at = ready[bank] <= earliest ? earliest : SlotFrom(command, ready[bank]);
            if (at > now) WakeAt(at);
            else if (best < 0 || Pool.Order[entries[bank]] < Pool.Order[best]) best = entries[bank];
        }
    }
}
