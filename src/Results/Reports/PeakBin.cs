using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results.Reports;

/// <summary>The largest value of a counter in a stretch of time.</summary>
internal struct PeakBin : IBin<PeakBin>
{
    public bool IsSet;
    public double Value;

    public static PeakBin Merge(PeakBin earlier, PeakBin later) => new()
    {
        IsSet = earlier.IsSet || later.IsSet,
        Value = !earlier.IsSet ? later.Value : later.IsSet ? Math.Max(earlier.Value, later.Value) : earlier.Value,
    };
}
