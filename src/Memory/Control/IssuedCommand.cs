using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>One command on its way to the DRAM.</summary>
/// <param name="Tick">When it starts, in ticks of the command bus.</param>
/// <param name="Command">What it says.</param>
/// <param name="Rank">Its rank or pseudo channel.</param>
/// <param name="Bank">Its bank, numbered over the channel; -1 for a whole rank.</param>
/// <param name="Row">The row of the request that caused it; -1 where none did.</param>
/// <param name="Column">The access of the request that caused it; -1 where none did.</param>
public readonly record struct IssuedCommand(long Tick, DramCommand Command, int Rank, int Bank, int Row, int Column);
