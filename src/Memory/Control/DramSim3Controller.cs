using System.Numerics;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Scheduler "dramsim3": a read queue and a write buffer feed a short queue for each bank, and the banks are visited in turn.</summary>
/// <remarks>The rules are those of DRAMsim3 at its last commit of 2021. One rank; a write is acknowledged one tick after it is taken in.</remarks>
internal sealed class DramSim3Controller : ChannelController
{
    private const int QueueSize = 32;
    private const int ColumnLimit = 4;
    private const int DrainFloor = 8;

    private readonly ReadyTimes _times;
    private readonly RequestPool _pool;
    private readonly WaitingRoom _reads;
    private readonly WaitingRoom _writes;
    private readonly BankCommandQueues _queues;
    private readonly int _banks;
    private readonly bool _issuesPairs;
    private readonly long _readTicks;
    private readonly long _refreshInterval;
    private readonly ReadFollowers _followers = new();
    private int _position;
    private int _draining;
    private int _readsPending;
    private long _order;
    private long _nextRefresh;
    private long _refreshesDue;
    private long _nextCommand = Never;
    private long _nextMove = Never;
    private long _lastCompletion;
    private long _openSince;

    private int _found;
    private DramCommand _foundCommand;

    /// <param name="spec">The channel; it has one rank.</param>
    public DramSim3Controller(DramSpec spec)
        : base(spec)
    {
        _banks = spec.Organisation.Banks;
        _times = new ReadyTimes(spec);
        _pool = new RequestPool(2 * QueueSize + BankCommandQueues.Depth * _banks);
        _reads = new WaitingRoom(_pool, _banks);
        _writes = new WaitingRoom(_pool, _banks);
        _queues = new BankCommandQueues(_pool, _banks);
        _issuesPairs = spec.Bus.IsSplit;
        _readTicks = spec.ReadTicks;
        _refreshInterval = spec.Refresh?.IntervalClocks ?? Never;
        _nextRefresh = _refreshInterval;
        Statistics.RowMisses = -1;
        Statistics.OpenTicks = 0;
    }

    /// <inheritdoc/>
    private protected override long FirstTick => 1;

    /// <inheritdoc/>
    private protected override bool TakesBeforeCommands => true;

    /// <inheritdoc/>
    private protected override long NextDecision => Math.Min(Math.Min(_nextCommand, _nextMove), _nextRefresh);

    /// <inheritdoc/>
    private protected override bool IsDrained => _readsPending == 0;

    /// <inheritdoc/>
    private protected override long LastCompletion => _lastCompletion;

    private bool RefreshWaits => _refreshesDue > 0;

    /// <inheritdoc/>
    private protected override bool TryTake(int request, bool isWrite, in DramLocation location, long now)
    {
        WaitingRoom room = isWrite ? _writes : _reads;
        if (room.Count == QueueSize) return false;
        Requests?.Accept(request, now);
        bool isBuffered = _writes.Find(location) >= 0 || _queues.Find(location, writes: true) >= 0;
        if (isWrite) TakeWrite(request, location, isBuffered, now);
        else TakeRead(request, location, isBuffered, now);
        return true;
    }

    /// <inheritdoc/>
    private protected override void Decide(long now)
    {
        while (now >= _nextRefresh)
        {
            _refreshesDue++;
            _nextRefresh += _refreshInterval;
            _nextCommand = now;
        }
        if (now >= _nextCommand) IssueCommands(now);
        Move(now);
    }

    /// <inheritdoc/>
    private protected override void Finish()
    {
        Statistics.Ticks = _lastCompletion + 1;
        if (_queues.OpenCount > 0) Statistics.OpenTicks += Statistics.Ticks - _openSince;
    }

    private void TakeWrite(int request, in DramLocation location, bool isBuffered, long now)
    {
        Statistics.Writes++;
        _lastCompletion = Math.Max(_lastCompletion, now + 1);
        if (isBuffered) return;
        _writes.Add(_pool.Take(request, location, true, _order++, now));
        _nextMove = now;
    }

    private void TakeRead(int request, in DramLocation location, bool isBuffered, long now)
    {
        Statistics.Reads++;
        if (isBuffered)
        {
            Complete(request, now, now + 1);
            return;
        }
        _readsPending++;
        int leader = FindRead(location);
        if (leader >= 0)
        {
            _followers.Add(leader, request, now);
            return;
        }
        _reads.Add(_pool.Take(request, location, false, _order++, now));
        _nextMove = now;
    }

    private int FindRead(in DramLocation location)
    {
        int waiting = _reads.Find(location);
        return waiting >= 0 ? waiting : _queues.Find(location, writes: false);
    }

    private void IssueCommands(long now)
    {
        _nextCommand = Never;
        if (RefreshWaits)
        {
            IssueForRefresh(now);
            return;
        }
        if (!Search(now)) return;
        DramCommand first = _foundCommand;
        Issue(_found, first, now);
        if (_issuesPairs && Search(now) && DramCommands.IsColumn(_foundCommand) != DramCommands.IsColumn(first)) Issue(_found, _foundCommand, now);
        _nextCommand = now + 1;
    }

    /// <summary>Visits the bank queues in turn; the first ready and allowed command is found, and the position stays at its queue.</summary>
    private bool Search(long now)
    {
        ulong later = _queues.Waiting & ~((2UL << _position) - 1);
        return SearchAmong(later, now) || SearchAmong(_queues.Waiting & ~later, now);
    }

    private bool SearchAmong(ulong banks, long now)
    {
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = BitOperations.TrailingZeroCount(banks);
            if (!SearchIn(bank, now)) continue;
            _position = bank;
            return true;
        }
        return false;
    }

    private bool SearchIn(int bank, long now)
    {
        if (_queues.OpenRow[bank] < 0) return Try(_queues.First(bank), DramCommand.Activate, now);
        int read = _queues.FirstRead(bank), write = _queues.FirstWrite(bank);
        if (_queues.MayPrecharge(bank, ColumnLimit) && Try(_queues.First(bank), DramCommand.Precharge, now))
        {
            Statistics.RowConflicts++;
            return true;
        }
        bool readFirst = write < 0 || (read >= 0 && _queues.IsBefore(bank, read, write));
        if (readFirst) return (read >= 0 && Try(read, DramCommand.Read, now)) || (write >= 0 && Try(write, DramCommand.Write, now));
        return Try(write, DramCommand.Write, now) || (read >= 0 && Try(read, DramCommand.Read, now));
    }

    private bool Try(int entry, DramCommand command, long now)
    {
        long ready = _times.Of(command, _pool.Bank[entry]);
        if (ready > now)
        {
            _nextCommand = Math.Min(_nextCommand, ready);
            return false;
        }
        _found = entry;
        _foundCommand = command;
        return true;
    }

    private void Issue(int entry, DramCommand command, long now)
    {
        int bank = _pool.Bank[entry];
        Statistics.Count(command);
        Commands?.Add(now, command, 0, bank, _pool.Row[entry], _pool.Column[entry]);
        _times.Issue(command, bank, now);
        switch (command)
        {
            case DramCommand.Activate:
                if (_queues.OpenCount == 0) _openSince = now;
                _queues.Open(bank, _pool.Row[entry]);
                break;
            case DramCommand.Precharge:
                Close(bank, now);
                break;
            default:
                if (_queues.ColumnsServed[bank] > 0) Statistics.RowHits++;
                _queues.Serve(entry);
                if (command == DramCommand.Read) CompleteReads(entry, now);
                _pool.Return(entry);
                break;
        }
        if (_reads.Count + _writes.Count > 0) _nextMove = now;
    }

    private void Close(int bank, long now)
    {
        _queues.Close(bank);
        if (_queues.OpenCount == 0) Statistics.OpenTicks += now - _openSince;
    }

    /// <summary>Closes the lowest open bank that may be closed; once all are closed, refreshes.</summary>
    private void IssueForRefresh(long now)
    {
        for (int bank = 0; bank < _banks; bank++)
        {
            if (_queues.OpenRow[bank] < 0) continue;
            long ready = _times.Of(DramCommand.Precharge, bank);
            _nextCommand = Math.Min(_nextCommand, Math.Max(ready, now + 1));
            if (ready > now) continue;
            Note(DramCommand.Precharge, bank, now);
            _times.Issue(DramCommand.Precharge, bank, now);
            Close(bank, now);
            return;
        }
        if (_queues.OpenCount > 0) return;
        _nextCommand = Math.Max(_times.OfRank(DramCommand.RefreshAll, 0), now + 1);
        if (_times.OfRank(DramCommand.RefreshAll, 0) > now) return;
        Note(DramCommand.RefreshAll, -1, now);
        _times.IssueToRank(DramCommand.RefreshAll, 0, now);
        _refreshesDue--;
    }

    private void Note(DramCommand command, int bank, long now)
    {
        Statistics.Count(command);
        Commands?.Add(now, command, 0, bank, -1, -1);
        _nextCommand = now + 1;
    }

    /// <summary>Moves one request to its bank's queue: the oldest whose queue has room, of the writes while they drain, else of the reads.</summary>
    private void Move(long now)
    {
        if (_draining == 0 && (_writes.Count == QueueSize || (_writes.Count > DrainFloor && _queues.Waiting == 0))) _draining = _writes.Count;
        WaitingRoom room = _draining > 0 ? _writes : _reads;
        int entry = room.OldestAmong(~_queues.Full);
        _nextMove = Never;
        if (entry < 0) return;
        var location = new DramLocation(_pool.Bank[entry], _pool.Row[entry], _pool.Column[entry]);
        _nextMove = now + 1;
        if (_draining > 0)
        {
            if (FindRead(location) >= 0)
            {
                _draining = 0;
                return;
            }
            _draining--;
        }
        room.Remove(entry);
        _queues.Add(entry);
        _nextCommand = Math.Min(_nextCommand, now + 1);
    }

    private void CompleteReads(int entry, long now)
    {
        Complete(_pool.Request[entry], _pool.Accepted[entry], now + _readTicks);
        _readsPending--;
        while (_followers.TryTake(entry, out int request, out long accepted))
        {
            Complete(request, accepted, now + _readTicks);
            _readsPending--;
        }
    }

    private void Complete(int request, long accepted, long end)
    {
        Statistics.ReadLatency.Add(end - accepted);
        Requests?.Complete(request, end);
        _lastCompletion = Math.Max(_lastCompletion, end);
    }
}
