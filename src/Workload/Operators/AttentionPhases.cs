namespace DeepStack.Sim.Workload.Operators;

/// <summary>Which sequences of a step an attention operator serves.</summary>
[Flags]
public enum AttentionPhases
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Those that decode one token.</summary>
    Decode = 1,

    /// <summary>Those with several new tokens, or none before.</summary>
    Prefill = 2,

    /// <summary>All.</summary>
    Both = Decode | Prefill,
}
