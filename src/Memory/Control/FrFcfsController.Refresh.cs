using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>Refreshing whole ranks, or one bank after the other; what is due takes nothing new and is refreshed as soon as its rows can be closed.</content>
internal sealed partial class FrFcfsController
{
    private readonly ulong[] _held;
    private readonly long[] _refreshes;
    private readonly bool _refreshesBanks;
    private readonly long _refreshInterval;

    private bool RefreshRanks(long now)
    {
        bool issued = false;
        for (int rank = 0; rank < Ranks; rank++)
        {
            long due = NextRefreshOf(rank);
            if (now < due)
            {
                WakeAt(due);
                continue;
            }
            issued |= _refreshesBanks ? RefreshBank(rank, now) : RefreshRank(rank, now);
        }
        return issued;
    }

    /// <summary>When the next refresh of a rank is due: all refreshes of all ranks are evenly spread over the interval.</summary>
    private long NextRefreshOf(int rank)
    {
        if (_refreshInterval == Never) return Never;
        long units = _refreshesBanks ? BanksPerRank : 1;
        return _refreshInterval * (_refreshes[rank] * Ranks + rank + 1) / (units * Ranks);
    }

    private bool RefreshRank(int rank, long now)
    {
        _held[rank] = ulong.MaxValue;
        if (HalfOpen[rank] != 0) return false;
        bool isOpen = OpenRow.AsSpan(rank * BanksPerRank, BanksPerRank).ContainsAnyExcept(-1);
        DramCommand command = isOpen ? DramCommand.PrechargeAll : DramCommand.RefreshAll;
        long at = EarliestOf(command, rank, now);
        if (at > now)
        {
            WakeAt(at);
            return false;
        }
        SendToRank(command, rank, now);
        if (isOpen) CloseRank(rank);
        else EndRefresh(rank);
        return true;
    }

    private bool RefreshBank(int rank, long now)
    {
        int inRank = (int)(_refreshes[rank] % BanksPerRank), bank = rank * BanksPerRank + inRank;
        _held[rank] = 1UL << inRank;
        if ((HalfOpen[rank] & _held[rank]) != 0) return false;
        bool isOpen = OpenRow[bank] >= 0;
        DramCommand command = isOpen ? DramCommand.Precharge : DramCommand.RefreshBank;
        long at = SlotFrom(command, Math.Max(now, Times.Of(command, bank)));
        if (at > now)
        {
            WakeAt(at);
            return false;
        }
        if (isOpen)
        {
            Close(bank, now);
            return true;
        }
        Send(command, bank, -1, now);
        EndRefresh(rank);
        return true;
    }

    private void EndRefresh(int rank)
    {
        _refreshes[rank]++;
        _held[rank] = 0;
        WakeAt(NextRefreshOf(rank));
    }

    private void CloseRank(int rank)
    {
        OpenRow.AsSpan(rank * BanksPerRank, BanksPerRank).Fill(-1);
        _closing[rank] = 0;
        RejudgeRank(rank);
    }
}
