namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The last activations under one limit.</summary>
internal sealed class ActivationHistory
{
    private readonly long[] _times;
    private readonly long _window;
    private int _oldest;

    /// <param name="limit">The limit.</param>
    public ActivationHistory(ActivationLimit limit)
    {
        _window = limit.Window.Count;
        _times = new long[limit.Count];
        Array.Fill(_times, -_window);
    }

    /// <summary>From when the next activation is allowed.</summary>
    public long Next => _times[_oldest] + _window;

    /// <summary>Adds an activation.</summary>
    public void Note(long now)
    {
        _times[_oldest] = now;
        _oldest = (_oldest + 1) % _times.Length;
    }
}
