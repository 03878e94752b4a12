namespace DeepStack.Sim.Workload.Operators;

/// <summary>Which part of a step fixes the size of an operator.</summary>
public enum OperatorScope
{
    /// <summary>The number of new tokens.</summary>
    NewTokens,

    /// <summary>The sequences for which a token is sampled.</summary>
    Sampled,

    /// <summary>The sequences that decode, and their contexts.</summary>
    Decode,

    /// <summary>The sequences in prefill, and their contexts.</summary>
    Prefill,

    /// <summary>Every sequence and its context; decode and prefill add up.</summary>
    Sequences,
}
