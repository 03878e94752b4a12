using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Reads and writes how requests are served: for a run, or for the replicas of a pool, which leave routing to the run.</summary>
internal static class ServingOptionsFile
{
    /// <summary>Reads a section; what it leaves out is taken over.</summary>
    public static ServingOptions Read(PresetSection? section, ServingOptions otherwise, bool ofRun)
    {
        if (section is null) return otherwise;
        return otherwise with
        {
            Engine = section.Text("engine", otherwise.Engine),
            Router = ofRun && section.Has("router") ? section.Choice("router", Routers.Names) : otherwise.Router,
            StepModel = section.Text("step_model", otherwise.StepModel),
            Policy = section.Has("policy") ? section.Choice("policy", SchedulingPolicies.Names) : otherwise.Policy,
            LongPrefillThreshold = IntegerIn(section, "long_prefill_threshold", 0) ?? otherwise.LongPrefillThreshold,
            TokenBudget = IntegerIn(section, "token_budget", 1) ?? otherwise.TokenBudget,
            PrefillInterval = IntegerIn(section, "prefill_interval", 1) ?? otherwise.PrefillInterval,
            MaxSequences = IntegerIn(section, "max_sequences", 1) ?? otherwise.MaxSequences,
            BlockTokens = IntegerIn(section, "block_tokens", 1) ?? otherwise.BlockTokens,
            Blocks = IntegerIn(section, "blocks", 2) ?? otherwise.Blocks,
            MemoryUtilization = ShareIn(section, "memory_utilization") ?? otherwise.MemoryUtilization,
            ChunkedPrefill = FlagIn(section, "chunked_prefill") ?? otherwise.ChunkedPrefill,
            PrefixCaching = FlagIn(section, "prefix_caching") ?? otherwise.PrefixCaching,
            Asynchronous = FlagIn(section, "asynchronous") ?? otherwise.Asynchronous,
            Launch = section.Has("launch") ? section.Choice("launch", LaunchRule.Names) : otherwise.Launch,
            HostPerStep = TimeIn(section, "host_per_step") ?? otherwise.HostPerStep,
            HostPerSequence = TimeIn(section, "host_per_sequence") ?? otherwise.HostPerSequence,
            HostPerToken = TimeIn(section, "host_per_token") ?? otherwise.HostPerToken,
            StepJitter = JitterIn(section) ?? otherwise.StepJitter,
        };
    }

    /// <summary>Writes every value that is set, each on a line behind an indent.</summary>
    public static void Write(StringBuilder text, string indent, ServingOptions options, bool ofRun)
    {
        Line("engine", options.Engine);
        if (ofRun) Line("router", options.Router);
        Line("step_model", ScenarioFile.Quote(options.StepModel));
        Line("policy", options.Policy);
        Line("long_prefill_threshold", options.LongPrefillThreshold);
        Line("token_budget", options.TokenBudget);
        Line("prefill_interval", options.PrefillInterval);
        Line("max_sequences", options.MaxSequences);
        Line("block_tokens", options.BlockTokens);
        Line("blocks", options.Blocks);
        Line("memory_utilization", options.MemoryUtilization?.ToString("R", CultureInfo.InvariantCulture));
        Line("chunked_prefill", Word(options.ChunkedPrefill));
        Line("prefix_caching", Word(options.PrefixCaching));
        Line("asynchronous", Word(options.Asynchronous));
        Line("launch", options.Launch);
        Line("host_per_step", options.HostPerStep);
        Line("host_per_sequence", options.HostPerSequence);
        Line("host_per_token", options.HostPerToken);
        if (options.StepJitter != StepJitterNames.Off) Line("step_jitter", options.StepJitter);

        static string? Word(bool? flag) => flag is { } value ? (value ? "true" : "false") : null;

        void Line(string key, object? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $"{indent}{key}: {value}\n");
        }
    }

    private static int? IntegerIn(PresetSection section, string key, int least) =>
        section.Has(key) ? (int)section.Integer(key, least, int.MaxValue - 1) : null;

    private static bool? FlagIn(PresetSection section, string key) => section.Has(key) ? section.Flag(key, otherwise: false) : null;

    private static double? ShareIn(PresetSection section, string key)
    {
        if (!section.Has(key)) return null;
        double share = section.Get<double>(key);
        if (share is not (> 0 and <= 1)) section.Fault(key, $"is {share}; expected a share above 0 and at most 1");
        return share;
    }

    private static string? JitterIn(PresetSection section)
    {
        if (!section.Has("step_jitter")) return null;
        string text = section.Text("step_jitter");
        if (!StepJitterNames.IsOne(text)) section.Fault("step_jitter", $"is \"{text}\"; expected {StepJitterNames.Forms}");
        return text;
    }

    /// <summary>A time that is not negative, or null where the key is missing.</summary>
    internal static Duration? TimeIn(PresetSection section, string key)
    {
        if (!section.Has(key)) return null;
        Duration time = section.Get<Duration>(key);
        if (time < Duration.Zero) section.Fault(key, $"is {time}; expected none or more");
        return time;
    }
}
