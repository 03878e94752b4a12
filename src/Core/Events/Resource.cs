using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>A number of equal units that processes take and give back, served in the order they asked.</summary>
/// <remarks>A process writes <c>await Wait.For(resource); ...; resource.Release();</c>.</remarks>
public sealed class Resource : Waitable
{
    private readonly Queue<Process> _waiting = new();
    private readonly int _capacity;

    /// <param name="capacity">Units in all; at least one.</param>
    public Resource(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _capacity = capacity;
        Available = capacity;
    }

    /// <summary>Units nobody holds.</summary>
    public int Available { get; private set; }

    /// <summary>Processes waiting for a unit.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Gives a unit back, at the present instant.</summary>
    /// <exception cref="InvalidOperationException">More is given back than was taken.</exception>
    public void Release()
    {
        if (_waiting.TryDequeue(out Process? next)) next.Resume();
        else if (Available == _capacity) throw new InvalidOperationException("A resource was released more often than it was taken.");
        else Available++;
    }

    internal override bool Register(Process process, Duration limit)
    {
        if (Available == 0)
        {
            _waiting.Enqueue(process);
            return false;
        }
        Available--;
        return true;
    }
}
