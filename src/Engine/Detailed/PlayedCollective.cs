using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>How a collective went.</summary>
/// <param name="Elapsed">Until the last rank had finished.</param>
/// <param name="SentPerRank">What a rank sent, on average.</param>
/// <param name="Algorithm">How it was done.</param>
internal sealed record PlayedCollective(Duration Elapsed, Bytes SentPerRank, string Algorithm);
