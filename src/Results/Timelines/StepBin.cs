using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Steps of a replica put together.</summary>
internal struct StepBin : IBin<StepBin>
{
    private SimTime _start, _end;
    private long _tokens, _requests;
    private Duration _busy;

    /// <summary>How many.</summary>
    public long Steps { get; private set; }

    public static StepBin Of(in StepRecord step) => new()
    {
        Steps = 1,
        _start = step.Start,
        _end = step.End,
        _tokens = step.NewTokens,
        _requests = step.Requests,
        _busy = step.Elapsed,
    };

    public static StepBin Merge(StepBin earlier, StepBin later)
    {
        if (earlier.Steps == 0) return later;
        if (later.Steps == 0) return earlier;
        return new StepBin
        {
            Steps = earlier.Steps + later.Steps,
            _start = SimTime.Min(earlier._start, later._start),
            _end = SimTime.Max(earlier._end, later._end),
            _tokens = earlier._tokens + later._tokens,
            _requests = earlier._requests + later._requests,
            _busy = earlier._busy + later._busy,
        };
    }

    public readonly TimelineSlice ToSlice(int process) => new(process, 0, Steps == 1 ? "1 step" : $"{Steps} steps", _start, _end - _start)
    {
        Details = [("steps", Steps), ("busy share", _end > _start ? _busy / (_end - _start) : 1.0), ("new tokens", _tokens), ("mean requests", (double)_requests / Steps)],
    };
}
