using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>What a process awaits: <c>await Wait.For(delay);</c>. A plain value, so waiting allocates nothing.</summary>
public readonly struct Wait : IWait
{
    private Wait(Duration delay, Waitable? target)
    {
        Delay = delay;
        Target = target;
    }

    /// <summary>Always false: every wait is an event.</summary>
    public bool IsCompleted => false;

    /// <summary>How long to wait, or the time limit on <see cref="Target"/>; the longest duration is no limit.</summary>
    internal Duration Delay { get; }

    /// <summary>What must come to pass, if anything.</summary>
    internal Waitable? Target { get; }

    /// <summary>Waits for a duration.</summary>
    public static Wait For(Duration delay) => new(delay, null);

    /// <summary>Waits for a signal, a place in a store, or a unit of a resource.</summary>
    public static Wait For(Waitable target) => new(Duration.MaxValue, target);

    /// <summary>Waits for a signal, but no longer than a limit; afterwards <see cref="Signal.IsSet"/> tells which came first.</summary>
    public static Wait For(Signal signal, Duration limit) => new(limit, signal);

    /// <summary>Makes <c>await</c> possible.</summary>
    public Wait GetAwaiter() => this;

    /// <summary>What <c>await</c> gives: nothing.</summary>
    public void GetResult()
    {
    }

    /// <inheritdoc/>
    public void Enter(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Enter(this);
    }

    /// <summary>Not possible outside a process.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void OnCompleted(Action continuation) =>
        throw new NotSupportedException("Only an async method that returns a Process can await a Wait.");
}
