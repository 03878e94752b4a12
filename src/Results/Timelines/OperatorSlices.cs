using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Files;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Shows the operators of a step, every repetition, on the threads of their devices.</summary>
internal sealed class OperatorSlices(ITimelineSink sink, TimelineProcesses processes, List<string> names)
{
    private readonly List<(SimTime Start, Duration Elapsed, Lanes Lanes, OperatorRecord Op)> _slices = [];

    /// <summary>Slices that the operators taken so far make.</summary>
    public int Pending => _slices.Count;

    /// <summary>Takes an operator of the present step.</summary>
    public void Add(in OperatorRecord op, SimTime stepStart)
    {
        OperatorRecord shown = op;
        SimTime start = stepStart + op.Offset;
        for (int i = 0; i < op.Repeat; i++)
        {
            Take(PlaceOf(op), op.Elapsed);
            Take(processes.Memory(op.Track), Duration.Min(op.Banks.Busy, op.Elapsed));
            if (op.Kind != OperatorKind.Communication) Take(processes.Links(op.Track), Duration.Min(op.Network.Busy, op.Elapsed));
            start += op.Period;
            void Take(Lanes lanes, Duration elapsed)
            {
                if (elapsed > Duration.Zero) _slices.Add((start, elapsed, lanes, shown));
            }
        }
    }

    /// <summary>Shows the operators taken, in time order.</summary>
    public void Flush()
    {
        foreach ((SimTime start, Duration elapsed, Lanes lanes, OperatorRecord op) in _slices.OrderBy(s => s.Start))
            sink.Slice(new TimelineSlice(lanes.Process, lanes.Take(start, start + elapsed), names[op.Name], start, elapsed) { Details = DetailsOf(op) });
        _slices.Clear();
    }

    private Lanes PlaceOf(in OperatorRecord op) => op.Kind switch
    {
        OperatorKind.Communication => processes.Links(op.Track),
        OperatorKind.MemoryAttention => processes.AttentionMemory(op.Track),
        _ => processes.Compute(op.Track),
    };

    private List<(string Name, object Value)> DetailsOf(in OperatorRecord op)
    {
        List<(string Name, object Value)> details = [("kind", Words.Of(op.Kind)), ("bound by", Words.Of(op.BoundBy))];
        if (op.Shape >= 0) details.Add(("shape", names[op.Shape]));
        if (op.Arithmetic.Count > 0) details.Add(("flop", op.Arithmetic.Count));
        if (op.Banks.Amount.Count > 0) details.Add(("dram bytes", op.Banks.Amount.Count));
        if (op.Package.Amount.Count > 0) details.Add(("package bytes", op.Package.Amount.Count));
        if (op.Network.Amount.Count > 0) details.Add(("network bytes", op.Network.Amount.Count));
        return details;
    }
}
