namespace DeepStack.Sim.Studies.Exploration;

/// <summary>How many points of a space met which verdict.</summary>
public sealed class VerdictCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<DesignVerdict>().Length];

    /// <summary>Points with a verdict.</summary>
    public long this[DesignVerdict verdict] => _counts[(int)verdict];

    /// <summary>All points.</summary>
    public long Total => _counts.Sum();

    /// <summary>Points that were timed.</summary>
    public long Timed => this[DesignVerdict.Feasible] + this[DesignVerdict.Power] + this[DesignVerdict.Temperature];

    internal void Add(DesignVerdict verdict, long points = 1) => _counts[(int)verdict] += points;

    internal void Add(VerdictCounts other)
    {
        for (int i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
    }
}
