using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>What is predicted of a collective.</summary>
/// <param name="Parts">Its time.</param>
/// <param name="SentPerRank">Bytes that each device sends, on average.</param>
/// <param name="PackageBytesPerRank">Of those, bytes in messages that stay in its package.</param>
/// <param name="LinkBytesPerRank">Bytes on links with their headers, once for every link passed, by rank on average.</param>
/// <param name="Algorithm">The algorithm.</param>
internal readonly record struct PredictedCollective(CollectiveParts Parts, Bytes SentPerRank, Bytes PackageBytesPerRank, double LinkBytesPerRank, string Algorithm)
{
    /// <summary>Its time.</summary>
    public Duration Elapsed => Parts.Elapsed;
}
