namespace DeepStack.Sim.Core.Events;

/// <summary>Something a process can wait for.</summary>
public abstract class Waitable
{
    /// <summary>Registers a process, or lets it go on at once.</summary>
    /// <returns>True if the process need not wait.</returns>
    internal abstract bool Register(Process process);

    /// <summary>Forgets a process whose time limit has passed.</summary>
    internal abstract void Withdraw(Process process);
}
