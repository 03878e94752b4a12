namespace DeepStack.Sim.Presets;

/// <summary>A preset or scenario says something wrong; the message is for its author and lists every fault of the file.</summary>
public sealed class PresetException : Exception
{
    /// <param name="message">What is wrong, where (file:line), and how to mend it.</param>
    public PresetException(string message)
        : base(message)
    {
    }

    /// <summary>Needed by serialisers only.</summary>
    public PresetException()
    {
    }

    /// <param name="message">What is wrong, where (file:line), and how to mend it.</param>
    /// <param name="innerException">What the reader of the file said.</param>
    public PresetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
