using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Profiled;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>How the engine serves requests: a version whose behaviour is followed, and what differs from its defaults.</summary>
/// <remarks>A value that is null takes the engine's default for the memory of the devices.</remarks>
public sealed record ServingOptions
{
    /// <summary>The engine whose behaviour is followed, with its version; a preset's name or a path.</summary>
    public string Engine { get; init; } = "vllm@main-2026-08";

    /// <summary>Which replica gets a request.</summary>
    public string Router { get; init; } = "round-robin";

    /// <summary>Where step times come from: "simulated", "constant:TIME" or "profile:PREFIX".</summary>
    public string StepModel { get; init; } = StepModels.Simulated;

    /// <summary>Whether the machine says how long steps take, and not a step model by name.</summary>
    public bool IsSimulated => StepModel == StepModels.Simulated;

    /// <summary>How requests are ordered and batched: "vllm" for the engine's own way, or another policy by name.</summary>
    public string Policy { get; init; } = "vllm";

    /// <summary>The most tokens of one request in a step; 0 for no such limit.</summary>
    public int? LongPrefillThreshold { get; init; }

    /// <summary>Tokens of a step (<c>max_num_batched_tokens</c>).</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Sequences that run at once (<c>max_num_seqs</c>).</summary>
    public int? MaxSequences { get; init; }

    /// <summary>Requests are admitted on every so manyth step only (<c>prefill_schedule_interval</c>).</summary>
    public int? PrefillInterval { get; init; }

    /// <summary>Tokens of a KV block.</summary>
    public int? BlockTokens { get; init; }

    /// <summary>KV blocks of a replica; null for as many as the memory holds.</summary>
    public int? Blocks { get; init; }

    /// <summary>Share of the device's memory that the engine may use (<c>gpu_memory_utilization</c>).</summary>
    public double? MemoryUtilization { get; init; }

    /// <summary>Whether prompts may be split over steps.</summary>
    public bool? ChunkedPrefill { get; init; }

    /// <summary>Whether full blocks with equal content are shared; needs a trace with block hashes to matter.</summary>
    public bool? PrefixCaching { get; init; }

    /// <summary>Whether a step is built while the one before it runs.</summary>
    public bool? Asynchronous { get; init; }

    /// <summary>Who starts the kernels of a step: "device", "graphs" (padded to the engine's capture sizes) or "eager"; null for the host of an engine that captures nothing, else the device.</summary>
    public string? Launch { get; init; }

    /// <summary>Host time of a step, whatever it holds.</summary>
    public Duration? HostPerStep { get; init; }

    /// <summary>Host time of a step for each of its sequences.</summary>
    public Duration? HostPerSequence { get; init; }

    /// <summary>Host time of a step for each of its tokens.</summary>
    public Duration? HostPerToken { get; init; }

    /// <summary>Random scatter of step times: "off", "measured" for that of the engine, or a standard deviation as a share of a step.</summary>
    public string StepJitter { get; init; } = StepJitterNames.Off;
}
