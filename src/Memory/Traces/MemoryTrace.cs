namespace DeepStack.Sim.Memory.Traces;

/// <summary>Requests to one channel: arrival tick, direction and byte address, in the order they are offered.</summary>
public sealed class MemoryTrace
{
    private readonly long[] _arrival;
    private readonly long[] _address;
    private readonly bool[] _isWrite;

    /// <param name="arrival">The earliest tick at which each may be offered.</param>
    /// <param name="address">Byte addresses.</param>
    /// <param name="isWrite">Whether each writes.</param>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public MemoryTrace(long[] arrival, long[] address, bool[] isWrite)
    {
        if (arrival.Length != address.Length || arrival.Length != isWrite.Length) throw new ArgumentException("The arrays differ in length.");
        _arrival = arrival;
        _address = address;
        _isWrite = isWrite;
    }

    /// <summary>How many requests there are.</summary>
    public int Count => _arrival.Length;

    /// <summary>How many of them write.</summary>
    public int Writes => _isWrite.Count(w => w);

    /// <summary>The largest address; 0 if there is no request.</summary>
    public long LargestAddress => _address.Length == 0 ? 0 : _address.Max();

    /// <summary>The earliest tick at which a request may be offered.</summary>
    public long ArrivalOf(int request) => _arrival[request];

    /// <summary>The byte address of a request.</summary>
    public long AddressOf(int request) => _address[request];

    /// <summary>Whether a request writes.</summary>
    public bool IsWrite(int request) => _isWrite[request];
}
