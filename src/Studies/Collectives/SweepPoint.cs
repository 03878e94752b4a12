using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>One collective of one size by one algorithm.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Algorithm">How it was done.</param>
/// <param name="Chosen">Whether the cost model would have chosen it.</param>
/// <param name="Predicted">What the cost model says.</param>
/// <param name="Time">What the simulation says.</param>
public sealed record SweepPoint(CollectiveRequest Request, string Algorithm, bool Chosen, Duration Predicted, Duration Time)
{
    /// <summary>Size by time.</summary>
    public Bandwidth AlgorithmBandwidth => Bandwidth.FromBytesPerSecond(Request.Size.Count / Time.Seconds);

    /// <summary>What each link would have to carry if nothing were wasted, as the NCCL tests define it: 2 (n-1)/n of the above for an all-reduce, (n-1)/n for all-gather, reduce-scatter and all-to-all.</summary>
    public Bandwidth BusBandwidth => AlgorithmBandwidth * Request.Kind switch
    {
        CollectiveKind.AllReduce => 2.0 * (Request.Ranks - 1) / Request.Ranks,
        CollectiveKind.AllGather or CollectiveKind.ReduceScatter or CollectiveKind.AllToAll => (Request.Ranks - 1.0) / Request.Ranks,
        _ => 1.0,
    };
}
