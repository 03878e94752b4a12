using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.AttentionMemory;

/// <summary>Steps that end only when the keys and values of their prompts lie in the attention memory.</summary>
/// <remarks>
/// The writes of all layers follow one another on the devices' links, each from the end of its prefill attention on, while the devices work. What is still on its way
/// when the devices have ended lengthens the step and is exposed, the last writes first.
/// </remarks>
/// <approximation>Queries and outputs of decode attention, which are small, pass by the writes.</approximation>
/// <param name="inner">Times steps whose writes are all hidden.</param>
internal sealed class MemoryWriteExecutor(IStepExecutor inner) : IStepExecutor
{
    private readonly List<(long Start, long Length)> _writes = [];
    private readonly List<OperatorTiming> _operators = [];
    private readonly StepTiming _timing = new();

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        StepTiming timing = inner.Execute(shape);
        if (shape.PrefillSequences == 0) return timing;
        long late = LastArrival(timing) - timing.Elapsed.Picoseconds;
        return late > 0 ? Lengthened(timing, late) : timing;
    }

    /// <summary>When the last write of a step has ended [ps].</summary>
    private long LastArrival(StepTiming timing)
    {
        _writes.Clear();
        for (int i = 0; i < timing.Operators.Count; i++)
        {
            OperatorTiming op = timing.Operators[i];
            if (op.Kind != WorkKind.MemoryWrite) continue;
            for (int layer = 0; layer < op.Repeat; layer++) _writes.Add((op.Offset.Picoseconds + op.Period.Picoseconds * layer, op.Elapsed.Picoseconds));
        }
        _writes.Sort();
        long free = 0;
        foreach ((long start, long length) in _writes) free = Math.Max(free, start) + length;
        return free;
    }

    private StepTiming Lengthened(StepTiming timing, long late)
    {
        _operators.Clear();
        long left = late;
        for (int i = timing.Operators.Count - 1; i >= 0; i--)
        {
            OperatorTiming op = timing.Operators[i];
            if (op.Kind == WorkKind.MemoryWrite)
            {
                long exposed = Math.Min(left, op.Hidden.Picoseconds * op.Repeat);
                left -= exposed;
                op = op with { Hidden = op.Hidden - Duration.FromPicoseconds(exposed / op.Repeat) };
            }
            _operators.Add(op);
        }
        _timing.Clear();
        for (int i = _operators.Count - 1; i >= 0; i--) _timing.Add(_operators[i]);
        _timing.Finish(timing.Elapsed + Duration.FromPicoseconds(late), timing.Origin);
        return _timing;
    }
}
