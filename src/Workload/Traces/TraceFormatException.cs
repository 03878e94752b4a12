namespace DeepStack.Sim.Workload.Traces;

/// <summary>A trace cannot be read; the message is for its owner: what, where (file:line), and how to mend it.</summary>
public sealed class TraceFormatException : Exception
{
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public TraceFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Needed by serialisers only.</summary>
    public TraceFormatException()
    {
    }

    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">What the layer below said.</param>
    public TraceFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
