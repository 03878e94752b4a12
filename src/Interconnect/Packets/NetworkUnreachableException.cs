namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>No path leads from one node to another.</summary>
public sealed class NetworkUnreachableException : Exception
{
    /// <param name="message">Which nodes.</param>
    public NetworkUnreachableException(string message)
        : base(message)
    {
    }

    /// <summary>Needed by serialisers only.</summary>
    public NetworkUnreachableException()
    {
    }

    /// <param name="message">Which nodes.</param>
    /// <param name="innerException">What caused it.</param>
    public NetworkUnreachableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
