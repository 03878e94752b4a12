using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Scheduling policies by name, as changes to the limits and modes of an engine.</summary>
public static class SchedulingPolicies
{
    /// <summary>The names that <see cref="Apply"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["vllm", "priority", "static", "orca", "sarathi", "prefill-first", "slo-aware", "longest-prefix"];

    /// <summary>Gives limits and modes a policy.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="spec">Limits and modes of an engine.</param>
    /// <remarks>
    /// Sources: ORCA (Yu et al., OSDI 2022): a whole prompt per iteration and KV reserved for the longest output; Sarathi-Serve (Agrawal et al.,
    /// OSDI 2024): chunks of at most 512 tokens beside all decodes; prefill-first: vLLM V0; longest prefix: SGLang (Zheng et al., 2024).
    /// </remarks>
    /// <exception cref="PresetException">No such policy.</exception>
    public static SchedulerSpec Apply(string name, SchedulerSpec spec) => name switch
    {
        "vllm" => spec,
        "priority" => spec with { Order = QueueOrder.Priority },
        "static" => WholePrompts(spec) with { Batch = BatchRule.Closed, ReserveOutput = true },
        "orca" => WholePrompts(spec) with { Batch = BatchRule.Mixed, ReserveOutput = true },
        "sarathi" => spec with { Batch = BatchRule.Mixed, TokenBudget = Math.Min(spec.TokenBudget, 512), ChunkedPrefill = true },
        "prefill-first" => spec with { Batch = BatchRule.PromptsFirst, ChunkedPrefill = false },
        "slo-aware" => spec with { Order = QueueOrder.Deadline },
        "longest-prefix" => spec with { Order = QueueOrder.LongestPrefix, PrefixCaching = true },
        _ => throw new PresetException($"There is no scheduling policy \"{name}\".{Spelling.DidYouMean(name, Names)} Known: {string.Join(", ", Names)}."),
    };

    private static SchedulerSpec WholePrompts(SchedulerSpec spec) => spec with
    {
        TokenBudget = int.MaxValue,
        DrafterSlots = 0,
        ChunkedPrefill = false,
        Asynchronous = false,
        StepsInFlight = 1,
    };
}
