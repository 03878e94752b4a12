namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>How the engine serves requests; limits left at 0 take the engine's defaults for the device's memory.</summary>
public sealed record ServingOptions
{
    /// <summary>The engine whose behaviour is followed, with its version.</summary>
    public string Engine { get; init; } = "vllm@0.19";

    /// <summary>Tokens of a step (<c>max_num_batched_tokens</c>); 0 for the default.</summary>
    public int TokenBudget { get; init; }

    /// <summary>Sequences that run at once (<c>max_num_seqs</c>); 0 for the default.</summary>
    public int MaxSequences { get; init; }

    /// <summary>Tokens of a KV block.</summary>
    public int BlockTokens { get; init; } = 16;

    /// <summary>KV blocks of a replica; 0 for as many as the memory holds.</summary>
    public int Blocks { get; init; }

    /// <summary>Share of the device's memory that the engine may use (<c>gpu_memory_utilization</c>).</summary>
    public double MemoryUtilisation { get; init; } = 0.92;

    /// <summary>Whether prompts may be split over steps.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>Whether full blocks with equal content are shared; needs a trace with block hashes.</summary>
    public bool PrefixCaching { get; init; }
}
