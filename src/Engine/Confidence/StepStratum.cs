namespace DeepStack.Sim.Engine.Confidence;

/// <summary>Kinds of steps that are sampled apart, since their errors have different causes.</summary>
public enum StepStratum
{
    /// <summary>Only sequences that decode.</summary>
    Decode,

    /// <summary>Only prompts.</summary>
    Prefill,

    /// <summary>Both.</summary>
    Mixed,
}
