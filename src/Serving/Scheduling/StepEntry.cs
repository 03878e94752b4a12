namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>One request's part in a step.</summary>
/// <param name="Slot">Where the request is kept.</param>
/// <param name="Serial">Which request that was; the slot may hold another by the time the step ends.</param>
/// <param name="Tokens">Tokens computed for it.</param>
public record struct StepEntry(int Slot, long Serial, int Tokens)
{
    /// <summary>The request's place in the trace.</summary>
    public int Request { get; internal set; }

    /// <summary>Draft tokens among them.</summary>
    public int Drafts { get; internal set; }

    /// <summary>Whether the step reaches the end of the known sequence and so gives a token.</summary>
    public bool Samples { get; internal set; }

    /// <summary>Tokens given to the request; known once the step is complete, and 0 if the request had left by then.</summary>
    public int Returned { get; internal set; }
}
