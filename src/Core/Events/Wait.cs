using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>What a process yields to say what it waits for; a plain value, so waiting allocates nothing.</summary>
public readonly struct Wait
{
    private Wait(Duration delay, Waitable? target, bool hasDelay)
    {
        Delay = delay;
        Target = target;
        HasDelay = hasDelay;
    }

    /// <summary>How long to wait, or the time limit on <see cref="Target"/>.</summary>
    internal Duration Delay { get; }

    /// <summary>What must come to pass, if anything.</summary>
    internal Waitable? Target { get; }

    /// <summary>Whether <see cref="Delay"/> counts.</summary>
    internal bool HasDelay { get; }

    /// <summary>Waits for a duration.</summary>
    public static Wait For(Duration delay) => new(delay, null, hasDelay: true);

    /// <summary>Waits for a signal, a place in a store, or a unit of a resource.</summary>
    public static Wait For(Waitable target) => new(default, target, hasDelay: false);

    /// <summary>Waits for a signal, but no longer than a limit; afterwards <see cref="Signal.IsSet"/> tells which came first.</summary>
    public static Wait For(Signal signal, Duration limit) => new(limit, signal, hasDelay: true);
}
