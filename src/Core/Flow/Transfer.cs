using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Flow;

/// <summary>Data asked of a port: the one message in which the hardware rooms meet.</summary>
/// <param name="Size">How much moves, over all parts of the machine that move alike.</param>
/// <param name="IsWrite">Whether data goes towards the port.</param>
public readonly record struct Transfer(Bytes Size, bool IsWrite);
