using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>At most so many activations in any window of so many clocks.</summary>
/// <param name="Count">Activations, 1 or more.</param>
/// <param name="Window">The window.</param>
public sealed record ActivationLimit(long Count, Cycles Window)
{
    /// <summary>The share of one of several ports to which the slots are dealt in turn.</summary>
    /// <remarks>
    /// A limit below one activation a port and window becomes a longer distance, so that the rate over all ports is kept:
    /// k = max(1, count / ports) activations in window * k * ports / count. Dealing makes identical ports independent, so that they can be folded.
    /// </remarks>
    public ActivationLimit ShareOf(long ports)
    {
        long count = Math.Max(1, Count / ports);
        Int128 scaled = (Int128)Window.Count * count * ports;
        return new ActivationLimit(count, Cycles.FromCount((long)((scaled + Count - 1) / Count)));
    }
}
