using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>How a collective went.</summary>
/// <param name="Elapsed">Until the last rank had finished.</param>
/// <param name="Messages">The time of its messages at the full rate of the links, without what the library adds.</param>
/// <param name="SentPerRank">What a rank sent, on average.</param>
/// <param name="PackageBytesPerRank">What a rank sent, on average, in messages that stayed in its package.</param>
/// <param name="LinkBytesPerRank">Bytes on links with their headers, once for every link passed, by rank on average.</param>
/// <param name="Algorithm">How it was done.</param>
internal sealed record PlayedCollective(Duration Elapsed, Duration Messages, Bytes SentPerRank, Bytes PackageBytesPerRank, double LinkBytesPerRank, string Algorithm);
