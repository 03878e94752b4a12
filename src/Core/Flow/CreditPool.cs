using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Core.Flow;

/// <summary>Credits of a buffer: a sender takes one per unit it sends and gets it back when the receiver has freed the place.</summary>
/// <remarks>Handlers that found no credit are woken, in the order they asked, when enough has come back.</remarks>
public sealed class CreditPool
{
    private readonly Simulation _simulation;
    private readonly Queue<(IEventHandler Handler, long Payload, int Amount)> _waiting = new();

    /// <param name="simulation">The world in which waiting handlers are woken.</param>
    /// <param name="capacity">Credits in all; at least one.</param>
    public CreditPool(Simulation simulation, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _simulation = simulation;
        Capacity = capacity;
        Available = capacity;
    }

    /// <summary>Credits in all.</summary>
    public int Capacity { get; }

    /// <summary>Credits nobody holds.</summary>
    public int Available { get; private set; }

    /// <summary>Takes credits; otherwise remembers the handler, which will hold them when it is woken.</summary>
    /// <returns>True if the credits were there; the handler is then not called.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The amount is not positive, or more than the pool ever holds.</exception>
    public bool TakeOrWait(int amount, IEventHandler handler, long payload)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, Capacity);
        if (_waiting.Count == 0 && Available >= amount)
        {
            Available -= amount;
            return true;
        }
        _waiting.Enqueue((handler, payload, amount));
        return false;
    }

    /// <summary>Gives credits back and wakes, at the present instant, whoever can now go on.</summary>
    /// <exception cref="InvalidOperationException">More is given back than was taken.</exception>
    public void Return(int amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        if (amount > Capacity - Available) throw new InvalidOperationException("More credits came back than were taken.");
        Available += amount;
        while (_waiting.TryPeek(out (IEventHandler Handler, long Payload, int Amount) next) && next.Amount <= Available)
        {
            _waiting.Dequeue();
            Available -= next.Amount;
            _simulation.Schedule(_simulation.Now, next.Handler, next.Payload);
        }
    }
}
