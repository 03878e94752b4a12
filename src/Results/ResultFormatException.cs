namespace DeepStack.Sim.Results;

/// <summary>A result file cannot be read: not ours, of another version, or damaged; the message is for the user.</summary>
public sealed class ResultFormatException : Exception
{
    /// <param name="message">What is wrong, where, and how to mend it.</param>
    public ResultFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Needed by serialisers only.</summary>
    public ResultFormatException()
    {
    }

    /// <param name="message">What is wrong, where, and how to mend it.</param>
    /// <param name="innerException">What the reader of the file said.</param>
    public ResultFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
