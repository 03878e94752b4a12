using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>One vertical port with the banks of its layers: decides when rows open and close and when runs move, on its own clock.</summary>
/// <remarks>
/// Runs move whole: the port is theirs from their first column command to their last, so no decision falls between. Among the runs of the
/// window the oldest whose row is open goes first; other banks are prepared meanwhile, the oldest run first, one row command a clock.
/// </remarks>
internal sealed partial class StackedChannel
{
    private const long Never = long.MaxValue / 4;

    private readonly StackTimings _timings;
    private readonly RowRunMap _map;
    private readonly JobList _jobs;
    private readonly RowRun[] _window;
    private readonly StackBank[] _banks;
    private readonly ActivationHistory[] _layerHistory;
    private readonly ActivationHistory[] _stackHistory;
    private readonly long _accessNumerator;
    private readonly long _accessDenominator;
    private readonly int _banksPerLayer;
    private readonly bool _decidesEveryCommand;
    private readonly RowPolicy _policy;
    private readonly long _rowTimeout;
    private readonly int _rowsPerTier;
    private readonly long[] _verticalClocks;
    private readonly CommandLog? _log;
    private readonly BankProbe? _probe;
    private readonly int _channel;
    private readonly int _firstBank;
    private int _windowCount;
    private int _underWay = -1;
    private int _accessesLeft;
    private long _runStart;
    private int _runAccesses;
    private long _portFree;
    private long _rowCommandFree;
    private long _readAfter;
    private long _writeAfter;
    private long _next = Never;
    private StackCounts _counts;

    /// <param name="spec">The stack.</param>
    /// <param name="layers">Layers of this port.</param>
    /// <param name="finished">Called with the tag of a transfer and the clock at which its last data arrives.</param>
    /// <param name="decidesEveryCommand">Whether runs move access by access, each a decision of its own; for comparison, and always with a log.</param>
    /// <param name="log">Receives every command; null if nobody wants to know.</param>
    /// <param name="channel">The channel's number in the log.</param>
    /// <param name="probe">Shows what the banks do; null if nobody listens.</param>
    public StackedChannel(DramStackSpec spec, int layers, Action<long, long> finished, bool decidesEveryCommand = false, CommandLog? log = null, int channel = 0, BankProbe? probe = null)
    {
        _log = log;
        _probe = probe;
        _channel = channel;
        _firstBank = channel * spec.LayersOfPort(0) * spec.BanksPerLayer;
        _timings = spec.Timings;
        _map = new RowRunMap(spec, layers);
        _jobs = new JobList(finished);
        _window = new RowRun[spec.Window];
        _banksPerLayer = spec.BanksPerLayer;
        _banks = [.. Enumerable.Range(0, layers * spec.BanksPerLayer).Select(_ => new StackBank())];
        (_accessNumerator, _accessDenominator) = spec.AccessClocks;
        _decidesEveryCommand = decidesEveryCommand || log is not null;
        _policy = spec.RowPolicy;
        _rowTimeout = spec.RowTimeout;
        _rowsPerTier = (spec.Rows + spec.Timings.RowToColumn.Count - 1) / spec.Timings.RowToColumn.Count;
        _layerHistory = LimitsOf(spec.LayerActivations?.ShareOf(spec.Columns), layers);
        _stackHistory = LimitsOf(ActivationBudget.Tightest(spec)?.ShareOf(spec.Channels), 1);
        _verticalClocks = [.. Enumerable.Range(1, layers).Select(layer => spec.Clock.CyclesCovering(spec.LatencyPerLayer * layer).Count)];
        _units = RefreshUnitsOf(spec, layers);
        SetRefreshDivisor(1);
    }

    /// <summary>Whether transfers are under way; without any the channel needs no attention.</summary>
    public bool HasWork => _windowCount > 0 || _jobs.HasBytes;

    /// <summary>The clock at which the next decision falls.</summary>
    public long NextDecision => _next;

    /// <summary>What was done so far.</summary>
    public StackCounts Counts => _counts;

    /// <summary>Takes a transfer in; clocks never go back.</summary>
    /// <param name="now">The present clock.</param>
    /// <param name="offset">Where in the channel it begins [bytes].</param>
    /// <param name="size">Its size [bytes], more than 0.</param>
    /// <param name="isWrite">Whether it writes.</param>
    /// <param name="tag">Handed back when it has finished.</param>
    public void Enqueue(long now, long offset, long size, bool isWrite, long tag)
    {
        if (!HasWork) CatchUp(now);
        _jobs.Add(offset, size, isWrite, tag);
        _next = Math.Min(_next, now);
    }

    /// <summary>Takes every decision of one clock.</summary>
    public void Decide(long now)
    {
        _next = Never;
        EndRun(now);
        FillWindow();
        RefreshUnits(now);
        StartRun(now);
        CommandRows(now);
    }

    /// <summary>Lets refreshes of an idle channel happen up to a clock.</summary>
    public void CatchUp(long now)
    {
        while (_next < now)
        {
            if (_log is null && _probe is null && IsAtRest()) SkipRefreshes(now);
            if (_next < now) Decide(_next);
        }
    }

    private static ActivationHistory[] LimitsOf(ActivationLimit? limit, int instances) =>
        limit is null ? [] : [.. Enumerable.Range(0, instances).Select(_ => new ActivationHistory(limit))];

    private void FillWindow()
    {
        while (_windowCount < _window.Length && _jobs.TryCut(_map, out RowRun run))
        {
            _window[_windowCount++] = run;
            _banks[run.Bank].CloseAt = Never;
        }
    }

    private void StartRun(long now)
    {
        if (_underWay >= 0)
        {
            Soon(_portFree);
            return;
        }
        for (int i = 0; i < _windowCount; i++)
        {
            ref readonly RowRun run = ref _window[i];
            StackBank bank = _banks[run.Bank];
            if (bank.Row != run.Row || bank.IsHeld) continue;
            long ready = Math.Max(Math.Max(_portFree, bank.ColumnAfter), run.IsWrite ? _writeAfter : _readAfter);
            if (ready > now)
            {
                Soon(ready);
                continue;
            }
            Begin(i, now);
            return;
        }
    }

    private void Begin(int index, long now)
    {
        bool isHit = Touch(index);
        if (isHit) _counts = _counts with { RowHits = _counts.RowHits + 1 };
        _underWay = index;
        _runStart = now;
        _runAccesses = _window[index].Accesses;
        _accessesLeft = _decidesEveryCommand ? _runAccesses - 1 : 0;
        _probe?.Moved(_window[index], isHit, now, now + Clocks(_runAccesses));
        Move(_window[index]);
    }

    /// <summary>Whether this is the first command for a run of the window.</summary>
    private bool Touch(int index)
    {
        if (_window[index].IsTouched) return false;
        _window[index] = _window[index] with { IsTouched = true };
        return true;
    }

    /// <summary>Issues one column command, or all of the run at once.</summary>
    private void Move(in RowRun run)
    {
        int accesses = _decidesEveryCommand ? 1 : run.Accesses;
        int done = _runAccesses - _accessesLeft;
        long last = _runStart + Clocks(done - 1);
        _portFree = _runStart + Clocks(done);
        StackBank bank = _banks[run.Bank];
        if (_log is not null) Log(last, run.IsWrite ? DramCommand.Write : DramCommand.Read, run.Bank, run.Row, run.First + done - 1);
        if (run.IsWrite)
        {
            long end = last + _timings.WriteLatency + _timings.Burst;
            bank.PrechargeAfter = Math.Max(bank.PrechargeAfter, end + _timings.WriteRecovery);
            _readAfter = Math.Max(_readAfter, end + _timings.WriteToRead);
            _counts = _counts with { Writes = _counts.Writes + accesses };
        }
        else
        {
            bank.PrechargeAfter = Math.Max(bank.PrechargeAfter, last + _timings.ReadToPrecharge);
            _writeAfter = Math.Max(_writeAfter, last + _timings.ReadToWrite);
            _counts = _counts with { Reads = _counts.Reads + accesses };
        }
        Soon(_portFree);
    }

    private void Log(long now, DramCommand command, int bank, int row, int column) => _log!.Add(now, command, _channel, _firstBank + bank, row, column);

    private long Clocks(long accesses) => (accesses * _accessNumerator + _accessDenominator - 1) / _accessDenominator;

    /// <summary>Frees the port when the last access has had its time.</summary>
    private void EndRun(long now)
    {
        if (_underWay < 0 || now < _portFree) return;
        RowRun run = _window[_underWay];
        if (_accessesLeft > 0)
        {
            _accessesLeft--;
            Move(run);
            return;
        }
        long last = _runStart + Clocks(_runAccesses - 1);
        long latency = run.IsWrite ? _timings.WriteLatency : _timings.ReadLatency;
        _jobs.Finish(run.Job, last + latency + Clocks(1) + _verticalClocks[run.Bank / _banksPerLayer]);
        _windowCount--;
        _window.AsSpan(_underWay + 1, _windowCount - _underWay).CopyTo(_window.AsSpan(_underWay));
        _underWay = -1;
        Release(run.Bank, now);
    }

    private void Soon(long clock)
    {
        if (clock < _next) _next = clock;
    }
}
