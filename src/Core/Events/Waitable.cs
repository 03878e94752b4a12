using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>Something a process can wait for.</summary>
public abstract class Waitable
{
    /// <summary>Registers a process, or lets it go on at once.</summary>
    /// <param name="process">Who waits.</param>
    /// <param name="limit">How long it waits at most; the longest duration is no limit, and nobody but a signal is given another.</param>
    /// <returns>True if the process need not wait.</returns>
    internal abstract bool Register(Process process, Duration limit);
}
