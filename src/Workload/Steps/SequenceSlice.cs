namespace DeepStack.Sim.Workload.Steps;

/// <summary>What one sequence contributes to a step.</summary>
/// <param name="NewTokens">Tokens computed in this step: one for plain decode, a chunk for prefill.</param>
/// <param name="ContextTokens">Tokens whose keys and values are already there when the step begins.</param>
/// <param name="Samples">Whether the step ends with a new token of this sequence, so that the LM head is needed for it.</param>
public readonly record struct SequenceSlice(int NewTokens, int ContextTokens, bool Samples)
{
    /// <summary>Whether this is one new token on top of a context, the shape that decode kernels serve.</summary>
    public bool IsDecode => NewTokens == 1 && ContextTokens > 0;
}
