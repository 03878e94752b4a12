using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>The requests inside a controller, field by field; an entry is an index.</summary>
internal sealed class RequestPool
{
    private readonly int[] _free;
    private int _freeCount;

    /// <param name="capacity">The most requests at any time.</param>
    public RequestPool(int capacity)
    {
        Bank = new int[capacity];
        Row = new int[capacity];
        Column = new int[capacity];
        Request = new int[capacity];
        Order = new long[capacity];
        Accepted = new long[capacity];
        IsWrite = new bool[capacity];
        IsTouched = new bool[capacity];
        Next = new int[capacity];
        Previous = new int[capacity];
        _free = [.. Enumerable.Range(0, capacity)];
        _freeCount = capacity;
    }

    public int[] Bank { get; }

    public int[] Row { get; }

    public int[] Column { get; }

    /// <summary>The request's index in its trace.</summary>
    public int[] Request { get; }

    /// <summary>Position in the order of arrival.</summary>
    public long[] Order { get; }

    public long[] Accepted { get; }

    public bool[] IsWrite { get; }

    /// <summary>Whether any command was issued for the request.</summary>
    public bool[] IsTouched { get; }

    /// <summary>The next entry of the same list; -1 at its end.</summary>
    public int[] Next { get; }

    /// <summary>The entry before it in the same list; -1 at its start.</summary>
    public int[] Previous { get; }

    public int Take(int request, in DramLocation location, bool isWrite, long order, long now)
    {
        int entry = _free[--_freeCount];
        Bank[entry] = location.Bank;
        Row[entry] = location.Row;
        Column[entry] = location.Column;
        Request[entry] = request;
        Order[entry] = order;
        Accepted[entry] = now;
        IsWrite[entry] = isWrite;
        IsTouched[entry] = false;
        return entry;
    }

    public void Return(int entry) => _free[_freeCount++] = entry;
}
