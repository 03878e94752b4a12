using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>How a collective went.</summary>
/// <param name="Elapsed">Until the last rank had finished.</param>
/// <param name="Messages">The time of its messages at the full rate of the links, without what the library adds.</param>
/// <param name="SentPerRank">What a rank sent, on average.</param>
/// <param name="Traffic">What a rank loaded onto links, on average.</param>
/// <param name="Algorithm">How it was done.</param>
internal sealed record PlayedCollective(Duration Elapsed, Duration Messages, Bytes SentPerRank, RankTraffic Traffic, string Algorithm);
