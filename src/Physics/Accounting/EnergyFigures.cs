using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>What a run cost.</summary>
/// <param name="Total">All energy.</param>
/// <param name="PerToken">Joules a token; zero without tokens.</param>
/// <param name="MeanPower">Over the whole run.</param>
/// <param name="TokensPerJoule">The same as tokens a second per watt.</param>
public sealed record EnergyFigures(Energy Total, Energy PerToken, Power MeanPower, double TokensPerJoule);
