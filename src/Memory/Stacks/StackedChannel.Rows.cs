using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <content>Opening and closing rows.</content>
internal sealed partial class StackedChannel
{
    /// <summary>Issues at most one row command: for the oldest run that needs one, else to close a row nobody uses.</summary>
    private void CommandRows(long now)
    {
        if (now < _rowCommandFree)
        {
            Soon(_rowCommandFree);
            return;
        }
        for (int i = 0; i < _windowCount; i++)
        {
            int index = _window[i].Bank;
            StackBank bank = _banks[index];
            if (bank.IsHeld || bank.Row == _window[i].Row || !IsFirstOfBank(i)) continue;
            if (bank.Row < 0 ? TryOpen(i, now) : TryClose(i, now)) return;
        }
        CloseIdleRows(now);
    }

    private bool IsFirstOfBank(int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (_window[i].Bank == _window[index].Bank) return false;
        }
        return true;
    }

    private bool TryOpen(int run, long now)
    {
        (int index, int row) = (_window[run].Bank, _window[run].Row);
        StackBank bank = _banks[index];
        int layer = index / _banksPerLayer;
        long ready = bank.ActivateAfter;
        if (_layerHistory.Length > 0) ready = Math.Max(ready, _layerHistory[layer].Next);
        if (_stackHistory.Length > 0) ready = Math.Max(ready, _stackHistory[0].Next);
        ready = Math.Max(ready, LayerActivationAfter(layer));
        if (ready > now)
        {
            Soon(ready);
            return false;
        }
        bank.Row = row;
        bank.ColumnAfter = now + _timings.RowToColumn[row / _rowsPerTier];
        bank.PrechargeAfter = now + _timings.RowActive;
        bank.ActivateAfter = now + _timings.RowCycle;
        bank.ActivatedAt = now;
        if (_layerHistory.Length > 0) _layerHistory[layer].Note(now);
        if (_stackHistory.Length > 0) _stackHistory[0].Note(now);
        _counts = _counts with { Activations = _counts.Activations + 1, RowMisses = _counts.RowMisses + (Touch(run) ? 1 : 0) };
        if (_log is not null) Log(now, DramCommand.Activate, index, row, _window[run].First);
        _probe?.Opened(index, row, now, bank.ColumnAfter);
        RowCommandIssued(now);
        return true;
    }

    /// <summary>tRRD within a layer of this port.</summary>
    private long LayerActivationAfter(int layer)
    {
        long after = 0;
        for (int bank = layer * _banksPerLayer; bank < (layer + 1) * _banksPerLayer; bank++)
            after = Math.Max(after, _banks[bank].ActivatedAt + _timings.ActivateToActivate);
        return after;
    }

    private bool TryClose(int run, long now)
    {
        int index = _window[run].Bank;
        StackBank bank = _banks[index];
        if (IsWanted(index)) return false;
        if (bank.PrechargeAfter > now)
        {
            Soon(bank.PrechargeAfter);
            return false;
        }
        bank.Learn(wasConflict: true);
        if (Touch(run)) _counts = _counts with { RowConflicts = _counts.RowConflicts + 1 };
        Close(index, now, _window[run].Row, _window[run].First);
        RowCommandIssued(now);
        return true;
    }

    /// <summary>Whether a run of the window, the one under way included, uses the open row of a bank.</summary>
    private bool IsWanted(int index)
    {
        for (int i = 0; i < _windowCount; i++)
        {
            if (_window[i].Bank == index && _window[i].Row == _banks[index].Row) return true;
        }
        return false;
    }

    /// <summary>Closes the row of a bank, for the run that needs another, or for none.</summary>
    private void Close(int index, long now, int row = -1, int column = -1)
    {
        StackBank bank = _banks[index];
        if (_log is not null) Log(now, DramCommand.Precharge, index, row, column);
        _probe?.Closed(index, bank.Row, now, now + _timings.RowPrecharge);
        bank.Row = -1;
        bank.CloseAt = Never;
        bank.ActivateAfter = Math.Max(bank.ActivateAfter, now + _timings.RowPrecharge);
        _counts = _counts with { Precharges = _counts.Precharges + 1 };
    }

    private void RowCommandIssued(long now)
    {
        _rowCommandFree = now + 1;
        Soon(now + 1);
    }

    /// <summary>Decides the fate of a row after a run has left it.</summary>
    private void Release(int index, long now)
    {
        StackBank bank = _banks[index];
        if (IsWanted(index)) bank.Learn(wasConflict: false);
        bank.CloseAt = _policy switch
        {
            RowPolicy.Closed => now,
            RowPolicy.Timeout => now + _rowTimeout,
            RowPolicy.Adaptive when bank.ExpectsConflict => now,
            _ => Never,
        };
    }

    private void CloseIdleRows(long now)
    {
        if (_policy == RowPolicy.Open) return;
        for (int index = 0; index < _banks.Length; index++)
        {
            StackBank bank = _banks[index];
            if (bank.Row < 0 || bank.CloseAt >= Never || IsWanted(index)) continue;
            long ready = Math.Max(bank.CloseAt, bank.PrechargeAfter);
            if (ready > now)
            {
                Soon(ready);
                continue;
            }
            Close(index, now);
            RowCommandIssued(now);
            return;
        }
    }
}
