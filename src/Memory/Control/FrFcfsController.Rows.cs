using System.Numerics;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <content>Opening rows, and closing them for a request or by the row policy.</content>
internal sealed partial class FrFcfsController
{
    private readonly long[] _closeAt;
    private readonly ulong[] _closing;
    private readonly ConflictHabit[] _habits;
    private readonly long _rowTimeout;

    private void Open(int entry, long now)
    {
        int bank = Pool.Bank[entry];
        Send(DramCommand.Activate, bank, entry, now);
        Judge(entry, DramCommand.Activate);
        _served[bank] = 0;
        Opened(entry, bank, Times.RankOf(bank), now);
    }

    private void CloseFor(int entry, long now)
    {
        int bank = Pool.Bank[entry];
        _habits[bank].Learn(wasConflict: true);
        Send(DramCommand.Precharge, bank, entry, now);
        Judge(entry, DramCommand.Precharge);
        Closed(bank);
    }

    private void Close(int bank, long now)
    {
        Send(DramCommand.Precharge, bank, -1, now);
        Closed(bank);
    }

    private void Closed(int bank)
    {
        int rank = Times.RankOf(bank);
        OpenRow[bank] = -1;
        _closing[rank] &= ~(1UL << (bank - rank * BanksPerRank));
        RejudgeBank(bank);
    }

    /// <summary>Decides the fate of a row after a column command.</summary>
    private void Leave(int bank, long now)
    {
        if (_options.RowPolicy == RowPolicy.Open) return;
        int rank = Times.RankOf(bank);
        ulong bit = 1UL << (bank - rank * BanksPerRank);
        if (((Reads.Hits[rank] | Writes.Hits[rank]) & bit) != 0) _habits[bank].Learn(wasConflict: false);
        bool closes = _options.RowPolicy != RowPolicy.Adaptive || _habits[bank].ExpectsConflict;
        _closing[rank] = closes ? _closing[rank] | bit : _closing[rank] & ~bit;
        _closeAt[bank] = _options.RowPolicy == RowPolicy.Timeout ? now + _rowTimeout : now;
    }

    /// <summary>Closes one row that its policy wants closed and that nothing waits for.</summary>
    private bool CloseIdleRow(long now)
    {
        for (int rank = 0; rank < Ranks; rank++)
        {
            ulong idle = _closing[rank] & ~(Reads.Hits[rank] | Writes.Hits[rank] | Untouchable(rank));
            for (; idle != 0; idle &= idle - 1)
            {
                int bank = rank * BanksPerRank + BitOperations.TrailingZeroCount(idle);
                long at = SlotFrom(DramCommand.Precharge, Math.Max(Math.Max(now, _closeAt[bank]), Times.Of(DramCommand.Precharge, bank)));
                if (at > now)
                {
                    WakeAt(at);
                    continue;
                }
                Close(bank, now);
                return true;
            }
        }
        return false;
    }
}
