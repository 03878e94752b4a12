using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Cuts a step into two halves by sequences whose operators take turns: while one half's tokens travel or attend in memory, the cores work on the other half.</summary>
/// <remarks>
/// Each half is timed by itself. Its operators keep their order and times; kernels of both share the cores, exchanges of both the network, and attention of both an attention memory where
/// there is one, each one at a time; of two operators that could begin the one that can begin earlier does. What the cores wait for while an exchange or attention in memory
/// goes on is exposed, the rest of it hidden, so that kernels and what is exposed add up to the step. Both halves read all weights, which is the price.
/// </remarks>
/// <param name="inner">Times a half.</param>
internal sealed class InterleavedExecutor(IStepExecutor inner) : IStepExecutor
{
    private readonly StepShape[] _halves = [new(), new()];
    private readonly OperatorStream[] _streams = [new(), new()];
    private readonly StepTiming _timing = new();
    private readonly List<(long From, long Until, int Stream, int Operator)> _elsewhere = [];
    private readonly long[] _free = new long[(int)StepResource.None + 1];
    private int _firstOpen;

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        if (shape.Slices.Count < 2) return inner.Execute(shape);
        TimingOrigin origin = TimingOrigin.Remembered;
        foreach (StepShape half in _halves) half.Clear();
        for (int i = 0; i < shape.Slices.Count; i++) _halves[i % 2].Add(shape.Slices[i]);
        for (int half = 0; half < 2; half++)
        {
            StepTiming timing = inner.Execute(_halves[half]);
            _streams[half].Begin(timing);
            if (half == 0 || timing.Origin != TimingOrigin.Remembered) origin = timing.Origin;
        }
        long end = Schedule();
        _timing.Clear();
        foreach (OperatorStream stream in _streams) stream.AddTo(_timing);
        _timing.Finish(Duration.FromPicoseconds(end), origin);
        return _timing;
    }

    /// <summary>Lets both halves run; returns when the later one ends [ps].</summary>
    private long Schedule()
    {
        Array.Clear(_free);
        _elsewhere.Clear();
        _firstOpen = 0;
        while (true)
        {
            int next = -1;
            long start = long.MaxValue;
            for (int s = 0; s < 2; s++)
            {
                if (_streams[s].HasEnded) continue;
                long earliest = Math.Max(_streams[s].ReadyAt, _free[(int)_streams[s].Resource]);
                if (earliest >= start) continue;
                (next, start) = (s, earliest);
            }
            if (next < 0) break;
            Run(next, start);
        }
        long end = _free.Max();
        Expose(_free[(int)StepResource.Cores], end);
        return end;
    }

    private void Run(int number, long start)
    {
        OperatorStream stream = _streams[number];
        StepResource resource = stream.Resource;
        if (resource == StepResource.Cores) Expose(_free[(int)StepResource.Cores], start);
        else if (resource != StepResource.None) _elsewhere.Add((start, start + stream.Length, number, stream.Place));
        if (resource != StepResource.None) _free[(int)resource] = start + stream.Length;
        stream.Advance(start);
    }

    /// <summary>Notes what the cores waited for between two instants; where network and memory both work, what began first.</summary>
    private void Expose(long from, long until)
    {
        while (_firstOpen < _elsewhere.Count && _elsewhere[_firstOpen].Until <= from) _firstOpen++;
        for (int i = _firstOpen; i < _elsewhere.Count && from < until; i++)
        {
            (long begins, long ends, int stream, int place) = _elsewhere[i];
            long start = Math.Max(from, begins), end = Math.Min(until, ends);
            if (end <= start) continue;
            _streams[stream].Expose(place, end - start);
            from = end;
        }
    }
}
