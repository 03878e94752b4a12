using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>What a reference says of one layer: at steady state, or at the end of a transient (then the mean alone).</summary>
/// <param name="Layer">A layer's name, or "spreader" or "sink".</param>
/// <param name="Mean">The mean over its cells.</param>
/// <param name="Max">The hottest cell, if given.</param>
/// <param name="Min">The coolest cell, if given.</param>
public sealed record ExpectedTemperature(string Layer, Celsius Mean, Celsius? Max, Celsius? Min);
