using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>How long a load run warms up, samples and goes on.</summary>
/// <param name="SamplePeriod">One sample.</param>
/// <param name="WarmupSamples">Samples before anything is measured.</param>
/// <param name="MaxSamples">Samples after which a run that has not settled is given up, those of the warm-up included.</param>
/// <param name="LatencyLimit">The mean packet age at which a run counts as beyond saturation.</param>
public sealed record MeasurementSpec(Cycles SamplePeriod, int WarmupSamples, int MaxSamples, Cycles LatencyLimit)
{
    /// <summary>A run has settled when mean latency and accepted load have both changed by less than this ...</summary>
    public const double SettledChange = 0.05;

    /// <summary>... over this many samples in a row.</summary>
    public const int SettledSamples = 3;
}
