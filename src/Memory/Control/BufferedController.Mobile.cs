using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>LPDDR: activations in two halves, and a data clock.</content>
internal abstract partial class BufferedController
{
    /// <summary>Issues the best command of a tick by the scheduler's own order; false if nothing issues.</summary>
    private protected abstract bool TryPick(long now);

    /// <summary>Issues a column command.</summary>
    private protected abstract void Move(int entry, DramCommand command, long now);

    /// <summary>A bank is fully open.</summary>
    private protected virtual void BecomeUsable(int bank, int rank)
    {
    }

    /// <summary>
    /// First the column command for which the data clock was started; then a second half whose deadline has come; then the ordinary choice;
    /// and if that finds nothing, the second half with the earliest deadline.
    /// </summary>
    private protected void PickWithSecondHalves(long now)
    {
        if (Mobile!.Synchronised >= 0)
        {
            FollowDataClock(now);
            return;
        }
        if (Mobile.HasSecondHalf && now >= Mobile.FirstDeadline)
        {
            IssueSecondHalf(now);
            return;
        }
        if (!TryPick(now) && Mobile.HasSecondHalf) IssueSecondHalf(now);
        if (Mobile.HasSecondHalf) WakeAt(now + 1);
    }

    /// <summary>Whether the data clock must be started before a column command of this tick.</summary>
    private protected bool NeedsDataClock(long now) => Mobile is not null && now >= Mobile.DataClockEnd;

    /// <summary>Starts the data clock for a column command, unless a second half falls due meanwhile.</summary>
    private protected bool TryStartDataClock(int entry, DramCommand command, long now)
    {
        WakeAt(now + 1);
        if (Mobile!.HasSecondHalf && Mobile.FirstDeadline <= now + 1) return false;
        Judge(entry, command);
        Send(DramCommand.ColumnSync, Pool.Bank[entry], entry, now);
        Mobile.Start(entry, command, now);
        return true;
    }

    /// <summary>Notes an activation: whole, or the first half of one.</summary>
    private protected void Opened(int entry, int bank, int rank, long now)
    {
        OpenRow[bank] = Pool.Row[entry];
        if (Mobile is null)
        {
            BecomeUsable(bank, rank);
        }
        else
        {
            HalfOpen[rank] |= 1UL << (bank - rank * BanksPerRank);
            Mobile.Await(entry, bank, now);
        }
        RejudgeBank(bank);
    }

    private void FollowDataClock(long now)
    {
        int entry = Mobile!.Synchronised;
        long ready = Math.Max(Mobile.SynchronisedAt, Times.Of(Mobile.SynchronisedCommand, Pool.Bank[entry]));
        if (ready > now)
        {
            WakeAt(ready);
            return;
        }
        Mobile.Release();
        Move(entry, Mobile.SynchronisedCommand, now);
    }

    private void IssueSecondHalf(long now)
    {
        (int entry, int bank) = Mobile!.FirstHalf;
        int rank = Times.RankOf(bank);
        long ready = Times.Of(DramCommand.ActivateSecond, bank);
        if (ready > now)
        {
            WakeAt(ready);
            return;
        }
        Mobile.TakeSecondHalf();
        Send(DramCommand.ActivateSecond, bank, entry, now);
        HalfOpen[rank] &= ~(1UL << (bank - rank * BanksPerRank));
        BecomeUsable(bank, rank);
        Reads.ExpectHit(bank, rank);
        Writes.ExpectHit(bank, rank);
    }
}
