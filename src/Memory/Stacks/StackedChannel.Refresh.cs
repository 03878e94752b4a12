using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <content>Refreshing.</content>
internal sealed partial class StackedChannel
{
    private readonly RefreshUnit[] _units;
    private long _interval;

    /// <summary>Makes refreshes come more often; those already due keep their place.</summary>
    public void SetRefreshDivisor(int divisor)
    {
        long interval = Math.Max(1, _timings.RefreshInterval / divisor);
        if (interval == _interval) return;
        for (int i = 0; i < _units.Length; i++)
        {
            long last = _interval == 0 ? interval * i / _units.Length : _units[i].Due - _interval;
            _units[i].Due = last + interval;
            Soon(_units[i].Due);
        }
        _interval = interval;
    }

    private static RefreshUnit[] RefreshUnitsOf(DramStackSpec spec, int layers)
    {
        int banks = layers * spec.BanksPerLayer;
        (int units, int size) = spec.Refresh switch
        {
            RefreshMode.AllBanks => (1, banks),
            RefreshMode.Staggered => (layers, spec.BanksPerLayer),
            RefreshMode.PerBank => (banks, 1),
            _ => (0, 0),
        };
        return [.. Enumerable.Range(0, units).Select(i => new RefreshUnit(i * size, size))];
    }

    private void RefreshUnits(long now)
    {
        foreach (RefreshUnit unit in _units)
        {
            if (unit.Due > now) Soon(unit.Due);
            else Refresh(unit, now);
        }
    }

    /// <summary>Holds the banks back, closes them when the last may be closed, and refreshes them when all are ready.</summary>
    private void Refresh(RefreshUnit unit, long now)
    {
        long closable = now, ready = now;
        bool isOpen = false;
        for (int i = unit.First; i < unit.First + unit.Count; i++)
        {
            StackBank bank = _banks[i];
            bank.IsHeld = true;
            if (_underWay >= 0 && _window[_underWay].Bank == i) closable = Math.Max(closable, _portFree);
            if (bank.Row >= 0)
            {
                isOpen = true;
                closable = Math.Max(closable, bank.PrechargeAfter);
            }
            ready = Math.Max(ready, bank.ActivateAfter);
        }
        if (isOpen) CloseUnit(unit, closable, now);
        else if (ready > now) Soon(ready);
        else StartRefresh(unit, now);
    }

    private void CloseUnit(RefreshUnit unit, long closable, long now)
    {
        if (closable > now)
        {
            Soon(closable);
            return;
        }
        for (int i = unit.First; i < unit.First + unit.Count; i++)
        {
            if (_banks[i].Row >= 0) Close(i, now);
        }
        Soon(now + 1);
    }

    private void StartRefresh(RefreshUnit unit, long now)
    {
        for (int i = unit.First; i < unit.First + unit.Count; i++)
        {
            _banks[i].IsHeld = false;
            _banks[i].ActivateAfter = now + _timings.Refresh;
            if (_log is not null) Log(now, DramCommand.RefreshBank, i, -1, -1);
            _probe?.Refreshed(i, now, now + _timings.Refresh);
        }
        unit.Due += _interval;
        _counts = _counts with { BankRefreshes = _counts.BankRefreshes + unit.Count };
        Soon(now + _timings.Refresh);
        // A row run may have held the refresh back past the one after it, which then follows at once.
        Soon(Math.Max(unit.Due, now + 1));
    }

    /// <summary>Counts the refreshes of closed banks that fell into an idle time; the last of each unit is left to be decided.</summary>
    private void SkipRefreshes(long now)
    {
        _next = Never;
        foreach (RefreshUnit unit in _units)
        {
            long missed = Math.Max(0, (now - unit.Due) / _interval);
            unit.Due += missed * _interval;
            _counts = _counts with { BankRefreshes = _counts.BankRefreshes + missed * unit.Count };
            Soon(unit.Due);
        }
    }

    private bool IsAtRest()
    {
        foreach (StackBank bank in _banks)
        {
            if (bank.Row >= 0 || bank.IsHeld) return false;
        }
        return true;
    }

    /// <summary>Banks that are refreshed together.</summary>
    private sealed class RefreshUnit
    {
        public RefreshUnit(int first, int count)
        {
            First = first;
            Count = count;
        }

        public int First { get; }

        public int Count { get; }

        public long Due { get; set; }
    }
}
