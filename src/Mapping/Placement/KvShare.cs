using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>The part of a layer's keys and values that goes from one device to another when blocks move between replicas.</summary>
/// <param name="From">The device of the sending replica, from 0.</param>
/// <param name="To">The device of the receiving replica, from 0.</param>
/// <param name="PerToken">Its size for a token.</param>
public readonly record struct KvShare(int From, int To, Bytes PerToken);
