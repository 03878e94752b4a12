using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>Cuts a step into two halves by sequences whose operators take turns: while one half's tokens travel, the cores work on the other half.</summary>
/// <remarks>
/// Each half is timed by itself. Its operators keep their order and times; kernels of both share the cores and exchanges of both the network, one at a time, and of
/// two operators that could begin the one that can begin earlier does. What the cores wait for while an exchange goes on is exposed, the rest of it
/// hidden, so that kernels and exposed exchanges add up to the step. Both halves read all weights, which is the price.
/// </remarks>
/// <param name="inner">Times a half.</param>
internal sealed class InterleavedExecutor(IStepExecutor inner) : IStepExecutor
{
    private readonly StepShape[] _halves = [new(), new()];
    private readonly OperatorStream[] _streams = [new(), new()];
    private readonly StepTiming _timing = new();
    private readonly List<(long From, long Until, int Stream, int Operator)> _exchanges = [];

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
        long coresFree = 0, networkFree = 0;
        _exchanges.Clear();
        while (true)
        {
            int next = -1;
            long start = long.MaxValue;
            for (int s = 0; s < 2; s++)
            {
                if (_streams[s].HasEnded) continue;
                long earliest = Math.Max(_streams[s].ReadyAt, _streams[s].IsExchange ? networkFree : coresFree);
                if (earliest >= start) continue;
                (next, start) = (s, earliest);
            }
            if (next < 0) break;
            OperatorStream stream = _streams[next];
            if (stream.IsExchange)
            {
                networkFree = start + stream.Length;
                _exchanges.Add((start, networkFree, next, stream.Place));
            }
            else
            {
                Expose(coresFree, start);
                coresFree = start + stream.Length;
            }
            stream.Advance(start);
        }
        long end = Math.Max(coresFree, networkFree);
        Expose(coresFree, end);
        return end;
    }

    /// <summary>Notes which exchanges the cores waited for between two instants.</summary>
    private void Expose(long from, long until)
    {
        for (int i = _exchanges.Count - 1; i >= 0 && _exchanges[i].Until > from; i--)
            _streams[_exchanges[i].Stream].Expose(_exchanges[i].Operator, Math.Max(0, Math.Min(until, _exchanges[i].Until) - Math.Max(from, _exchanges[i].From)));
    }
}
