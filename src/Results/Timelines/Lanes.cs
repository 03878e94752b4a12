using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Spreads things that overlap over several threads of a process, so that on each of them nothing does.</summary>
/// <param name="sink">Who is told about threads.</param>
/// <param name="process">The process.</param>
/// <param name="firstThread">The first thread's number; others follow.</param>
/// <param name="name">The threads' name.</param>
internal sealed class Lanes(ITimelineSink sink, int process, int firstThread, string name)
{
    private readonly List<SimTime> _freeFrom = [];

    /// <summary>The process.</summary>
    public int Process => process;

    /// <summary>A thread that is free from start to end, and is now taken. Starts should not decrease from call to call, or more threads are used than needed.</summary>
    public int Take(SimTime start, SimTime end)
    {
        int lane = 0;
        while (lane < _freeFrom.Count && _freeFrom[lane] > start) lane++;
        if (lane == _freeFrom.Count)
        {
            _freeFrom.Add(SimTime.Zero);
            sink.Thread(process, firstThread + lane, lane == 0 ? name : $"{name} ({lane + 1})", firstThread + lane);
        }
        _freeFrom[lane] = end;
        return firstThread + lane;
    }
}
