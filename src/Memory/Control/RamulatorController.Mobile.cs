using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>LPDDR: activations in two halves, and a data clock.</content>
internal sealed partial class RamulatorController
{
    /// <summary>
    /// First the column command for which the data clock was started; then a second half whose deadline has come; then the ordinary choice;
    /// and if that finds nothing, the second half with the earliest deadline.
    /// </summary>
    private void PickWithSecondHalves(long now)
    {
        if (_mobile!.Synchronised >= 0)
        {
            FollowDataClock(now);
            return;
        }
        if (_mobile.HasSecondHalf && now >= _mobile.FirstDeadline)
        {
            IssueSecondHalf(now);
            return;
        }
        if (!PickAny(now) && _mobile.HasSecondHalf) IssueSecondHalf(now);
        if (_mobile.HasSecondHalf) _nextDecision = Math.Min(_nextDecision, now + 1);
    }

    private void FollowDataClock(long now)
    {
        int entry = _mobile!.Synchronised;
        long ready = Math.Max(_mobile.SynchronisedAt, _times.Of(_mobile.SynchronisedCommand, _pool.Bank[entry]));
        if (ready > now)
        {
            _nextDecision = Math.Min(_nextDecision, ready);
            return;
        }
        _mobile.Release();
        Issue(entry, _mobile.SynchronisedCommand, now);
    }

    /// <summary>Starts the data clock for the best candidate, unless a second half falls due meanwhile.</summary>
    private bool TryStartDataClock(long now)
    {
        _bestBounds[_bestRank] = now;
        _nextDecision = Math.Min(_nextDecision, now + 1);
        if (_mobile!.HasSecondHalf && _mobile.FirstDeadline <= now + 1) return false;
        Judge(_best, _bestCommand);
        Note(DramCommand.ColumnSync, now);
        Commands?.Add(now, DramCommand.ColumnSync, _bestRank, _pool.Bank[_best], _pool.Row[_best], _pool.Column[_best]);
        _mobile.Start(_best, _bestCommand, now);
        return true;
    }

    private void AwaitSecondHalf(int bank, int rank, long now)
    {
        _halfOpen[rank] |= 1UL << (bank - rank * _banksPerRank);
        _mobile!.Await(bank, now);
    }

    private void IssueSecondHalf(long now)
    {
        int bank = _mobile!.FirstBank;
        int rank = _times.RankOf(bank);
        long ready = _times.Of(DramCommand.ActivateSecond, bank);
        if (ready > now)
        {
            _nextDecision = Math.Min(_nextDecision, ready);
            return;
        }
        _mobile.TakeSecondHalf();
        int entry = _active[bank];
        Note(DramCommand.ActivateSecond, now);
        Commands?.Add(now, DramCommand.ActivateSecond, rank, bank, _pool.Row[entry], _pool.Column[entry]);
        _times.Issue(DramCommand.ActivateSecond, bank, now);
        _halfOpen[rank] &= ~(1UL << (bank - rank * _banksPerRank));
        BecomeUsable(bank, rank);
        _reads.ExpectHit(bank, rank);
        _writes.ExpectHit(bank, rank);
    }
}
