using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>Something occupied a part of a device.</summary>
/// <param name="Track">Where.</param>
/// <param name="Name">What.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; not before <paramref name="Start"/>.</param>
/// <param name="Argument">A detail whose meaning the name fixes, such as bytes.</param>
/// <param name="Row">The row of a bank that it concerned; -1 for none.</param>
/// <param name="Source">Of a packet: the device that sent it, by its number in the replica; -1 for none.</param>
/// <param name="Destination">Of a packet: the device that it goes to; -1 for none.</param>
public readonly record struct SpanRecord(int Track, int Name, SimTime Start, SimTime End, long Argument, int Row = -1, int Source = -1, int Destination = -1);
