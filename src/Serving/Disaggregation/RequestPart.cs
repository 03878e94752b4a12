namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>What a replica does of a request.</summary>
internal enum RequestPart
{
    /// <summary>Everything.</summary>
    Whole,

    /// <summary>The prompt; its blocks are kept until they are released.</summary>
    Prefill,

    /// <summary>The tokens, and the prompt only where its KV does not come.</summary>
    Decode,
}
