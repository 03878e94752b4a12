using System.Numerics;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>What a command changes once it is chosen.</content>
internal sealed partial class RamulatorController
{
    /// <inheritdoc/>
    private protected override void Move(int entry, DramCommand command, long now) => Issue(entry, command, now);

    /// <summary>The request that opened a bank may have its column command.</summary>
    private protected override void BecomeUsable(int bank, int rank)
    {
        bool isWrite = Pool.IsWrite[_active[bank]];
        long ready = Times.OfBank(isWrite ? DramCommand.Write : DramCommand.Read, bank);
        long[] bounds = isWrite ? _activeWritesReady : _activeReadsReady;
        (isWrite ? _activeWrites : _activeReads)[rank] |= 1UL << (bank - rank * BanksPerRank);
        bounds[rank] = Math.Min(bounds[rank], ready);
    }

    private bool TryRefresh(long now)
    {
        int rank = (int)(_refreshesDone % Ranks);
        bool closes = _open[rank] != 0;
        if ((_activeReads[rank] | _activeWrites[rank] | HalfOpen[rank]) != 0) return false;
        DramCommand command = closes ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        long ready = EarliestOf(command, rank, now);
        if (ready > now)
        {
            WakeAt(ready);
            return false;
        }
        SendToRank(command, rank, now);
        if (closes) CloseAll(rank);
        else _refreshesDone++;
        return true;
    }

    private void CloseAll(int rank)
    {
        for (ulong left = _open[rank]; left != 0; left &= left - 1) OpenRow[rank * BanksPerRank + BitOperations.TrailingZeroCount(left)] = -1;
        _open[rank] = 0;
        RejudgeRank(rank);
    }

    private void Issue(int entry, DramCommand command, long now)
    {
        int bank = Pool.Bank[entry];
        int rank = Times.RankOf(bank);
        Send(command, bank, entry, now);
        Judge(entry, command);
        switch (command)
        {
            case DramCommand.Activate: Open(entry, bank, rank, now); break;
            case DramCommand.Precharge: Close(bank, rank); break;
            default: MoveData(entry, bank, rank, now); break;
        }
    }

    private void Open(int entry, int bank, int rank, long now)
    {
        _open[rank] |= 1UL << (bank - rank * BanksPerRank);
        (Pool.IsWrite[entry] ? Writes : Reads).Remove(entry);
        _active[bank] = entry;
        _activeCount++;
        Opened(entry, bank, rank, now);
    }

    private void Close(int bank, int rank)
    {
        OpenRow[bank] = -1;
        _open[rank] &= ~(1UL << (bank - rank * BanksPerRank));
        RejudgeBank(bank);
    }

    private void MoveData(int entry, int bank, int rank, long now)
    {
        RequestBuffer buffer = Pool.IsWrite[entry] ? Writes : Reads;
        if (_active[bank] == entry)
        {
            ulong bit = 1UL << (bank - rank * BanksPerRank);
            _active[bank] = -1;
            _activeCount--;
            _activeReads[rank] &= ~bit;
            _activeWrites[rank] &= ~bit;
            Reads.ExpectPrecharge(bank, rank);
            Writes.ExpectPrecharge(bank, rank);
        }
        else
        {
            if (_sparesHits) buffer.ExpectPrecharge(bank, rank);
            buffer.Remove(entry);
        }
        EndRequest(entry, now);
    }
}
