using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>What schedulers with one read buffer and one write buffer have in common: taking requests in, command slots, counts.</summary>
/// <remarks>A read of an access with a buffered write is answered from the buffer after one tick; a write to one is absorbed.</remarks>
internal abstract partial class BufferedController : ChannelController
{
    private readonly int[] _busOf;
    private readonly int[] _busTicks;
    private readonly long[] _oddTick;
    private readonly long[] _busFree = new long[2];
    private readonly int _bufferSize;
    private readonly long _readTicks;
    private long _order;
    private long _lastCompletion;
    private long _next;

    /// <param name="spec">The channel.</param>
    /// <param name="bufferSize">Requests that each buffer holds.</param>
    /// <param name="beyondBuffers">Requests that may be under way outside the buffers.</param>
    private protected BufferedController(DramSpec spec, int bufferSize, int beyondBuffers)
        : base(spec)
    {
        DramOrganisation organisation = spec.Organisation;
        _bufferSize = bufferSize;
        _readTicks = spec.ReadTicks;
        Ranks = organisation.Ranks;
        BanksPerRank = organisation.BanksPerRank;
        Times = new ReadyTimes(spec);
        Pool = new RequestPool(2 * bufferSize + beyondBuffers);
        OpenRow = new int[organisation.Banks];
        Array.Fill(OpenRow, -1);
        HalfOpen = new ulong[Ranks];
        Mobile = spec.Bus.ActivatesTwice ? new MobileState(spec) : null;
        Reads = new RequestBuffer(Pool, organisation, OpenRow, Times, DramCommand.Read);
        Writes = new RequestBuffer(Pool, organisation, OpenRow, Times, DramCommand.Write);
        _busOf = [.. Enumerable.Range(0, DramCommands.Count).Select(c => spec.Bus.IsSplit && !DramCommands.IsColumn((DramCommand)c) ? 1 : 0)];
        _busTicks = [.. spec.Bus.Ticks];
        _oddTick = [.. spec.Bus.OnlyOddTicks.Select(only => only ? 1L : 0L)];
    }

    /// <inheritdoc/>
    private protected sealed override long FirstTick => 0;

    /// <inheritdoc/>
    private protected sealed override bool TakesBeforeCommands => false;

    /// <inheritdoc/>
    private protected sealed override long NextDecision => _next;

    /// <inheritdoc/>
    private protected override bool IsDrained => Reads.Count + Writes.Count == 0;

    /// <inheritdoc/>
    private protected sealed override long LastCompletion => _lastCompletion;

    private protected ReadyTimes Times { get; }

    private protected RequestPool Pool { get; }

    private protected RequestBuffer Reads { get; }

    private protected RequestBuffer Writes { get; }

    /// <summary>The open row of each bank; -1 where closed.</summary>
    private protected int[] OpenRow { get; }

    /// <summary>Banks of each rank whose activation lacks its second half.</summary>
    private protected ulong[] HalfOpen { get; }

    /// <summary>What LPDDR adds; null for other standards.</summary>
    private protected MobileState? Mobile { get; }

    private protected int Ranks { get; }

    private protected int BanksPerRank { get; }

    /// <inheritdoc/>
    private protected sealed override bool TryTake(int request, bool isWrite, in DramLocation location, long now)
    {
        bool isBuffered = (Writes.Waiting[Times.RankOf(location.Bank)] >> (location.Bank % BanksPerRank) & 1) != 0 && Writes.Find(location) >= 0;
        RequestBuffer buffer = isWrite ? Writes : Reads;
        if (!isBuffered && buffer.Count == _bufferSize) return false;
        Requests?.Accept(request, now);
        if (isWrite) Statistics.Writes++;
        else Statistics.Reads++;
        if (isBuffered)
        {
            if (!isWrite) Statistics.ReadLatency.Add(1);
            Complete(request, now + 1);
            return true;
        }
        buffer.Add(Pool.Take(request, location, isWrite, _order++, now));
        WakeAt(now + 1);
        return true;
    }

    /// <inheritdoc/>
    private protected sealed override void Finish() => Statistics.Ticks = _lastCompletion;

    /// <summary>Forgets when the next decision falls; every reason to decide again is then told by <see cref="WakeAt"/>.</summary>
    private protected void SleepUntil(long tick) => _next = tick;

    /// <summary>Something may be decided at a tick.</summary>
    private protected void WakeAt(long tick) => _next = Math.Min(_next, tick);

    /// <summary>The first tick at which a rank and its command bus allow a command; its banks may be later.</summary>
    private protected long EarliestOf(DramCommand command, int rank, long from) => SlotFrom(command, Math.Max(from, Times.OfRank(command, rank)));

    /// <summary>The first command slot from a tick on.</summary>
    private protected long SlotFrom(DramCommand command, long from) => Math.Max(from, _busFree[_busOf[(int)command]]) | _oddTick[(int)command];

    /// <summary>Issues a command to a bank for a request, or for none (-1): its slot, its rules, its counts.</summary>
    private protected void Send(DramCommand command, int bank, int entry, long now)
    {
        Occupy(command, now);
        Commands?.Add(now, command, Times.RankOf(bank), bank, entry < 0 ? -1 : Pool.Row[entry], entry < 0 ? -1 : Pool.Column[entry]);
        Times.Issue(command, bank, now);
    }

    /// <summary>Issues a command to a whole rank.</summary>
    private protected void SendToRank(DramCommand command, int rank, long now)
    {
        Occupy(command, now);
        Commands?.Add(now, command, rank, -1, -1, -1);
        Times.IssueToRank(command, rank, now);
    }

    /// <summary>Counts a request as hit, miss or conflict by the first command issued for it.</summary>
    private protected void Judge(int entry, DramCommand command)
    {
        if (Pool.IsTouched[entry]) return;
        Pool.IsTouched[entry] = true;
        if (command == DramCommand.Activate) Statistics.RowMisses++;
        else if (command == DramCommand.Precharge) Statistics.RowConflicts++;
        else Statistics.RowHits++;
    }

    /// <summary>The column command of a request has issued: nothing holds the request any more.</summary>
    private protected void EndRequest(int entry, long now)
    {
        bool isWrite = Pool.IsWrite[entry];
        Mobile?.KeepDataClock(isWrite, now);
        long end = isWrite ? now : now + _readTicks;
        if (!isWrite) Statistics.ReadLatency.Add(end - Pool.Accepted[entry]);
        Complete(Pool.Request[entry], end);
        Pool.Return(entry);
    }

    /// <summary>Judges the waiting requests of a bank anew after its row was opened or closed.</summary>
    private protected void RejudgeBank(int bank)
    {
        Reads.Refresh(bank);
        Writes.Refresh(bank);
    }

    /// <summary>Judges the waiting requests of a rank anew after all its rows were closed.</summary>
    private protected void RejudgeRank(int rank)
    {
        Reads.RefreshRank(rank);
        Writes.RefreshRank(rank);
    }

    private void Occupy(DramCommand command, long now)
    {
        Statistics.Count(command);
        _busFree[_busOf[(int)command]] = now + _busTicks[(int)command];
        WakeAt(now + 1);
    }

    private void Complete(int request, long tick)
    {
        Requests?.Complete(request, tick);
        _lastCompletion = Math.Max(_lastCompletion, tick);
    }
}
