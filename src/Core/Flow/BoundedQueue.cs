using System.Diagnostics.CodeAnalysis;

namespace DeepStack.Sim.Core.Flow;

/// <summary>A first-in first-out ring of fixed capacity; nothing is allocated after construction.</summary>
/// <typeparam name="T">What is queued.</typeparam>
public sealed class BoundedQueue<T>
{
    private readonly T[] _ring;
    private int _head;

    /// <param name="capacity">Places in all; at least one.</param>
    public BoundedQueue(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _ring = new T[capacity];
    }

    /// <summary>Places in all.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Items waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no place is left.</summary>
    public bool IsFull => Count == _ring.Length;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Appends an item; false if the queue is full.</summary>
    public bool TryEnqueue(T item)
    {
        if (IsFull) return false;
        int tail = _head + Count;
        _ring[tail < _ring.Length ? tail : tail - _ring.Length] = item;
        Count++;
        return true;
    }

    /// <summary>Takes the oldest item; false if there is none.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        item = _ring[_head];
        if (Count == 0) return false;
        _ring[_head] = default!;
        if (++_head == _ring.Length) _head = 0;
        Count--;
        return true;
    }

    /// <summary>The oldest item, left in place.</summary>
    /// <exception cref="InvalidOperationException">The queue is empty.</exception>
    public ref readonly T Peek()
    {
        if (Count == 0) throw new InvalidOperationException("The queue is empty.");
        return ref _ring[_head];
    }
}
