using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>What LPDDR adds to a channel: activations in two halves, and a data clock that must run before column commands.</summary>
internal sealed class MobileState
{
    private readonly Queue<(int Entry, int Bank, long Deadline)> _secondHalves = new();
    private readonly long _within;
    private readonly long _syncDelay;
    private readonly long _afterRead;
    private readonly long _afterWrite;

    /// <param name="spec">The channel.</param>
    public MobileState(DramSpec spec)
    {
        int ticks = spec.Bus.TicksPerClock;
        _within = spec.Timings["tAAD"] * ticks;
        _syncDelay = spec.Timings["tCAS"] * ticks;
        _afterRead = (spec.Timings["tCL"] + spec.BurstClocks + spec.Timings["tWCKPST"]) * ticks;
        _afterWrite = (spec.Timings["tCWL"] + spec.BurstClocks + spec.Timings["tWCKPST"]) * ticks;
    }

    /// <summary>From this tick on a column command needs the data clock started first.</summary>
    public long DataClockEnd { get; private set; }

    /// <summary>The request whose column command follows the start of the data clock; -1 if there is none.</summary>
    public int Synchronised { get; private set; } = -1;

    /// <summary>Its command.</summary>
    public DramCommand SynchronisedCommand { get; private set; }

    /// <summary>The earliest tick of that command.</summary>
    public long SynchronisedAt { get; private set; }

    /// <summary>Whether an activation lacks its second half.</summary>
    public bool HasSecondHalf => _secondHalves.Count > 0;

    /// <summary>The request and bank of the second half with the earliest deadline.</summary>
    public (int Entry, int Bank) FirstHalf => (_secondHalves.Peek().Entry, _secondHalves.Peek().Bank);

    /// <summary>The earliest deadline of a second half; only if there is one.</summary>
    public long FirstDeadline => _secondHalves.Peek().Deadline;

    /// <summary>Notes a first half; all have the same time, so the order of deadlines is that of arrival.</summary>
    public void Await(int entry, int bank, long now) => _secondHalves.Enqueue((entry, bank, now + _within));

    /// <summary>Notes the second half with the earliest deadline.</summary>
    public void TakeSecondHalf() => _secondHalves.Dequeue();

    /// <summary>Notes that the data clock is started for a request.</summary>
    public void Start(int entry, DramCommand command, long now)
    {
        Synchronised = entry;
        SynchronisedCommand = command;
        SynchronisedAt = now + _syncDelay;
    }

    /// <summary>Notes the column command that the data clock was started for.</summary>
    public void Release() => Synchronised = -1;

    /// <summary>Notes a column command, which keeps the data clock running.</summary>
    public void KeepDataClock(bool isWrite, long now) => DataClockEnd = Math.Max(DataClockEnd, now + (isWrite ? _afterWrite : _afterRead));
}
