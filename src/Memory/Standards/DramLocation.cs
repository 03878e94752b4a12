namespace DeepStack.Sim.Memory.Standards;

/// <summary>One access in a channel.</summary>
/// <param name="Bank">The bank, numbered over the whole channel.</param>
/// <param name="Row">The row.</param>
/// <param name="Column">The access within the row.</param>
public readonly record struct DramLocation(int Bank, int Row, int Column);
