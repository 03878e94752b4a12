using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>One level of a network that is a product of levels: a torus is two rings, a node of eight on rails is a switch and a switch.</summary>
/// <param name="Kind">How its members are joined.</param>
/// <param name="Size">How many they are; at least one.</param>
/// <param name="Rate">Of one direction of each of its links.</param>
/// <param name="Latency">Of each of its links; a path through a switch crosses two.</param>
/// <param name="InPackage">Whether its links join dies of one package.</param>
public sealed record NetworkLevel(LevelKind Kind, int Size, Bandwidth Rate, Duration Latency, bool InPackage = false);
