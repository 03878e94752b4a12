using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Network;

/// <summary>The temperature of a layer over its cells.</summary>
/// <param name="Layer">The layer's name, or "spreader" or "sink".</param>
/// <param name="Mean">The mean by area.</param>
/// <param name="Max">The hottest cell.</param>
/// <param name="Min">The coolest cell.</param>
public readonly record struct LayerTemperature(string Layer, Celsius Mean, Celsius Max, Celsius Min);
