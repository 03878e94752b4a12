using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>A first-in first-out store of items between processes, without a limit.</summary>
/// <remarks>A consumer writes <c>await Wait.For(store); T item = store.Take();</c>; consumers are served in the order they asked.</remarks>
/// <typeparam name="T">What is stored.</typeparam>
public sealed class Store<T> : Waitable
{
    private readonly Queue<T> _items = new();
    private readonly Queue<Process> _waiting = new();
    private int _promised;

    /// <summary>Items that nobody has been promised.</summary>
    public int Count => _items.Count - _promised;

    /// <summary>Puts an item in, at the present instant.</summary>
    public void Put(T item)
    {
        _items.Enqueue(item);
        if (!_waiting.TryDequeue(out Process? next)) return;
        _promised++;
        next.Resume();
    }

    /// <summary>Takes the item that the wait before has promised.</summary>
    /// <exception cref="InvalidOperationException">The caller has not waited for the store.</exception>
    public T Take()
    {
        if (_promised == 0) throw new InvalidOperationException("Wait for the store before taking from it.");
        _promised--;
        return _items.Dequeue();
    }

    internal override bool Register(Process process, Duration limit)
    {
        if (Count == 0)
        {
            _waiting.Enqueue(process);
            return false;
        }
        _promised++;
        return true;
    }
}
