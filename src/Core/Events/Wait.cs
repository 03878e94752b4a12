using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>What a process yields to say what it waits for; a plain value, so waiting allocates nothing.</summary>
public readonly struct Wait
{
    private Wait(Duration delay, Waitable? target)
    {
        Delay = delay;
        Target = target;
    }

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
}
