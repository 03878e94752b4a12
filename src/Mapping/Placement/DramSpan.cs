using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>Consecutive bytes in one channel of a device's DRAM.</summary>
/// <param name="Copy">Which copy of the data they belong to, from 0.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Offset">Where in the channel they begin [bytes].</param>
/// <param name="Size">How many.</param>
public readonly record struct DramSpan(int Copy, int Channel, long Offset, Bytes Size);
