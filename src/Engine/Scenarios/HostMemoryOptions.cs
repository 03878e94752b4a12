using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Host memory that takes KV blocks which the devices have computed, and gives them back when the devices miss them.</summary>
/// <param name="Capacity">For each replica, all its devices together.</param>
/// <param name="Link">The preset of the link between each device and its host.</param>
public sealed record HostMemoryOptions(Bytes Capacity, string Link = "pcie5-x16");
