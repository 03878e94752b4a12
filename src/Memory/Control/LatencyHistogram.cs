namespace DeepStack.Sim.Memory.Control;

/// <summary>Exact counts of latencies, one bin a tick.</summary>
public sealed class LatencyHistogram
{
    private int[] _counts = new int[4096];

    /// <summary>How many latencies were noted.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum in ticks.</summary>
    public long Sum { get; private set; }

    /// <summary>The largest in ticks; 0 if there is none.</summary>
    public int Largest { get; private set; }

    /// <summary>The mean in ticks; 0 if there is none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The smallest in ticks; 0 if there is none.</summary>
    public int Smallest => Count == 0 ? 0 : AtRank(0);

    /// <summary>How often a latency occurred.</summary>
    public int CountOf(int ticks) => ticks < _counts.Length ? _counts[ticks] : 0;

    /// <summary>The latency at index floor(share * count) of the sorted list; 0 if there is none.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public int Percentile(double share) => Count == 0 ? 0 : AtRank(Math.Min(Count - 1, (long)(share * Count)));

    internal void Add(long ticks)
    {
        if (ticks >= _counts.Length) Array.Resize(ref _counts, checked((int)Math.Max(ticks + 1, 2L * _counts.Length)));
        _counts[ticks]++;
        Count++;
        Sum += ticks;
        if (ticks > Largest) Largest = (int)ticks;
    }

    private int AtRank(long rank)
    {
        int ticks = 0;
        for (long below = _counts[0]; below <= rank; below += _counts[ticks]) ticks++;
        return ticks;
    }
}
