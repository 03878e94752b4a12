using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>What is predicted of a collective.</summary>
/// <param name="Parts">Its time.</param>
/// <param name="SentPerRank">Bytes that each device sends, on average.</param>
/// <param name="Traffic">What a device loads onto links, on average.</param>
/// <param name="Algorithm">The algorithm.</param>
internal sealed record PredictedCollective(CollectiveParts Parts, Bytes SentPerRank, RankTraffic Traffic, string Algorithm)
{
    /// <summary>Its time.</summary>
    public Duration Elapsed => Parts.Elapsed;
}
