using System.Numerics;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>What a command changes once it is chosen.</content>
internal sealed partial class RamulatorController
{
    private bool TryRefresh(long now)
    {
        int rank = (int)(_refreshesDone % _ranks);
        bool closes = _open[rank] != 0;
        if ((_activeReads[rank] | _activeWrites[rank] | _halfOpen[rank]) != 0) return false;
        DramCommand command = closes ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        long ready = Math.Max(now, Math.Max(_times.OfRank(command, rank), _busFree[_busOf[(int)command]])) | _oddTick[(int)command];
        if (ready > now)
        {
            _nextDecision = Math.Min(_nextDecision, ready);
            return false;
        }
        Note(command, now);
        Commands?.Add(now, command, rank, -1, -1, -1);
        _times.IssueToRank(command, rank, now);
        if (closes) CloseAll(rank);
        else _refreshesDone++;
        return true;
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
        _busFree[_busOf[(int)command]] = now + _ticks[(int)command];
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
            case DramCommand.Activate: Open(entry, bank, rank, now); break;
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

    private void Open(int entry, int bank, int rank, long now)
    {
        _openRow[bank] = _pool.Row[entry];
        ulong bit = 1UL << (bank - rank * _banksPerRank);
        _open[rank] |= bit;
        bool isWrite = _pool.IsWrite[entry];
        (isWrite ? _writes : _reads).Remove(entry);
        _active[bank] = entry;
        _activeCount++;
        if (_mobile is null) BecomeUsable(bank, rank);
        else AwaitSecondHalf(bank, rank, now);
        _reads.Refresh(bank);
        _writes.Refresh(bank);
    }

    /// <summary>The request that opened a bank may have its column command.</summary>
    private void BecomeUsable(int bank, int rank)
    {
        bool isWrite = _pool.IsWrite[_active[bank]];
        long ready = _times.OfBank(isWrite ? DramCommand.Write : DramCommand.Read, bank);
        long[] bounds = isWrite ? _activeWritesReady : _activeReadsReady;
        (isWrite ? _activeWrites : _activeReads)[rank] |= 1UL << (bank - rank * _banksPerRank);
        bounds[rank] = Math.Min(bounds[rank], ready);
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
            _reads.ExpectPrecharge(bank, rank);
            _writes.ExpectPrecharge(bank, rank);
        }
        else
        {
            if (_sparesHits) (isWrite ? _writes : _reads).ExpectPrecharge(bank, rank);
            (isWrite ? _writes : _reads).Remove(entry);
        }
        _mobile?.KeepDataClock(isWrite, now);
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
