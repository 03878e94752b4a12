using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Engines;

/// <summary>How one version of a serving engine behaves by default; outputs record its name.</summary>
public sealed record EngineProfile
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "engines";

    /// <summary>Engine and version, such as "vllm@0.19".</summary>
    public required string Name { get; init; }

    /// <summary>Share of device memory that the engine takes.</summary>
    public required double MemoryUtilization { get; init; }

    /// <summary>Token budget and sequence limit by device memory, largest memory first.</summary>
    public required IReadOnlyList<EngineLimits> Limits { get; init; }

    /// <summary>Host time.</summary>
    public required HostCosts HostCosts { get; init; }

    /// <summary>How much measured steps scatter: standard deviation of the logarithm; null where that is not known.</summary>
    public double? StepJitter { get; init; }

    /// <summary>Captured graphs, and kernels outside of them; null where nothing is known of them.</summary>
    public GraphCapture? Graphs { get; init; }

    /// <summary>Modes and block size, with the limits of the smallest devices.</summary>
    public required SchedulerSpec Scheduler { get; init; }

    /// <summary>The profile on a host whose cores are so many times as fast as those its times belong to.</summary>
    public EngineProfile OnHost(double speed) => this with
    {
        HostCosts = HostCosts.OnHost(speed),
        Graphs = Graphs is { } graphs ? graphs with { EagerKernel = HostCosts.OnHost(graphs.EagerKernel, speed) } : null,
    };

    /// <summary>The scheduler's defaults on a device with a given memory.</summary>
    public SchedulerSpec SchedulerFor(Bytes deviceMemory)
    {
        EngineLimits limits = Limits.First(row => deviceMemory >= row.Memory);
        return Scheduler with { TokenBudget = limits.TokenBudget, MaxSequences = limits.MaxSequences };
    }

    /// <summary>Opens a profile.</summary>
    /// <param name="name">A shipped name such as "vllm@0.19", or the path of a .yaml file.</param>
    /// <exception cref="PresetException">No such profile, or its file is wrong.</exception>
    public static EngineProfile Open(string name)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name);
        PresetSection root = document.Root;
        bool asynchronous = root.Flag("asynchronous", true);
        IReadOnlyList<EngineLimits> limits = [.. root.Sections("limits").Select(LimitsOf)];
        var profile = new EngineProfile
        {
            Name = $"{root.Text("engine")}@{root.Text("version")}",
            MemoryUtilization = root.Get("memory_utilization", 0.9),
            Limits = limits,
            HostCosts = CostsOf(root.Section("host_costs")),
            StepJitter = root.Has("step_jitter") ? root.Get<double>("step_jitter") : null,
            Graphs = root.OptionalSection("graphs") is { } graphs ? GraphCapture.Read(graphs) : null,
            Scheduler = new SchedulerSpec
            {
                BlockTokens = (int)root.Integer("block_tokens", 1, 4096),
                Watermark = root.Get("watermark", 0.0),
                ReserveFullSequence = root.Flag("reserve_full_sequence", true),
                ChunkedPrefill = root.Flag("chunked_prefill", true),
                PrefixCaching = root.Flag("prefix_caching", true),
                Batch = root.Flag("prompts_first", false) ? BatchRule.PromptsFirst : BatchRule.Mixed,
                Asynchronous = asynchronous,
                StepsInFlight = asynchronous ? 2 : 1,
                LongPrefillThreshold = (int)root.IntegerOr("long_prefill_threshold", 0, 0, int.MaxValue),
            },
        };
        if (limits.Count == 0 || limits[^1].Memory != Bytes.Zero) root.Fault("limits", "should be a list, largest memory first, that ends with memory: 0 B");
        document.Finish();
        return profile;
    }

    private static EngineLimits LimitsOf(PresetSection row) => new(
        row.Get<Bytes>("memory"), (int)row.Integer("token_budget", 1, int.MaxValue), (int)row.Integer("max_sequences", 1, int.MaxValue));

    private static HostCosts CostsOf(PresetSection costs) => new()
    {
        PerStep = NotNegative(costs, "per_step"),
        PerSequence = NotNegative(costs, "per_sequence"),
        PerToken = NotNegative(costs, "per_token"),
        PerRequest = NotNegative(costs, "per_request"),
        PerPromptToken = NotNegative(costs, "per_prompt_token"),
    };

    private static Duration NotNegative(PresetSection costs, string key)
    {
        Duration value = costs.Get(key, Duration.Zero);
        if (value < Duration.Zero) costs.Fault(key, $"is {value}; host time cannot be negative");
        return value;
    }
}
