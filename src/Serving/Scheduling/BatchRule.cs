namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>What may share a step.</summary>
public enum BatchRule
{
    /// <summary>Running requests first, then new prompts in the same step (vLLM V1, Sarathi).</summary>
    Mixed,

    /// <summary>New prompts alone whenever one fits, decodes otherwise (vLLM V0); needs chunked prefill off.</summary>
    PromptsFirst,

    /// <summary>A batch is taken when nothing runs, and nobody joins it until all have finished (static batching).</summary>
    Closed,
}
