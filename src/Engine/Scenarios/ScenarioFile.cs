using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Reads and writes scenarios as YAML.</summary>
public static class ScenarioFile
{
    /// <summary>Reads a scenario; what it leaves out has its default.</summary>
    /// <exception cref="PresetException">Something is wrong; every fault is reported with its line.</exception>
    public static Scenario Read(PresetDocument document)
    {
        PresetSection root = document.Root;
        var scenario = new Scenario
        {
            Trace = root.Text("trace"),
            Platform = root.Text("platform", "stack3d-8"),
            Model = root.Text("model", "llama-3-70b"),
            Plan = ReadPlan(root.OptionalSection("plan")),
            ExpertRouting = root.Text("expert_routing", "uniform"),
            Fidelity = FidelityOf(root),
            Confidence = ReadConfidence(root),
            Calibration = root.Text("calibration", "none") is var file && file != "none" ? file : null,
            Seed = (ulong)root.IntegerOr("seed", 1),
            Requests = ReadRequests(root.OptionalSection("requests")),
            Clients = ClientSection.Read(root.OptionalSection("clients")),
            Measurement = ReadMeasurement(root.OptionalSection("measurement")),
            Serving = ReadServing(root.OptionalSection("serving")),
            Heat = HeatOptionsFile.Read(root.OptionalSection("thermal")),
            TimelineWindow = ReadWindow(root),
        };
        document.Finish();
        return scenario;
    }

    /// <summary>Writes a scenario with all its values, so that reading it back gives the same run.</summary>
    public static string Write(Scenario scenario)
    {
        var text = new StringBuilder();
        Line("trace", Quote(scenario.Trace));
        Line("platform", Quote(scenario.Platform));
        Line("model", Quote(scenario.Model));
        Line("expert_routing", Quote(scenario.ExpertRouting));
        Line("fidelity", FidelityNames.Of(scenario.Fidelity));
        Line("confidence", scenario.Confidence);
        if (scenario.Calibration is { } calibration) Line("calibration", Quote(calibration));
        Line("seed", scenario.Seed);
        Line("timeline_window", scenario.TimelineWindow is { } window ? $"{window.From}..{window.To}" : "none");
        Line("plan", "");
        Line("  tensor", scenario.Plan.TensorParallel);
        Line("  data", scenario.Plan.DataParallel);
        Line("  pipeline", scenario.Plan.PipelineParallel);
        Line("  experts", scenario.Plan.ExpertParallel);
        Line("  attention_data", scenario.Plan.AttentionData);
        Line("  micro_batches", scenario.Plan.MicroBatches);
        Line("  sequence", scenario.Plan.SequenceParallel ? "true" : "false");
        Line("requests", "");
        Line("  limit", scenario.Requests.Limit);
        Line("  before", scenario.Requests.Before);
        Line("  speedup", scenario.Requests.Speedup.ToString("R", CultureInfo.InvariantCulture));
        Line("  overlong", scenario.Requests.Overlong);
        Line("  on_error", scenario.Requests.OnError);
        if (scenario.Clients.IsSet) Line("clients", "");
        foreach ((string key, object value) in ClientSection.Write(scenario.Clients)) Line("  " + key, value);
        MeasurementOptions measurement = scenario.Measurement;
        if (measurement != new MeasurementOptions())
        {
            Line("measurement", "");
            Line("  slo", Quote(measurement.Objective));
            Line("  warm_up", measurement.WarmUp);
            Line("  cool_down", measurement.CoolDown);
        }
        Line("serving", "");
        Line("  engine", scenario.Serving.Engine);
        Line("  router", scenario.Serving.Router);
        Line("  step_model", Quote(scenario.Serving.StepModel));
        Line("  policy", scenario.Serving.Policy);
        Optional("  long_prefill_threshold", scenario.Serving.LongPrefillThreshold);
        Optional("  token_budget", scenario.Serving.TokenBudget);
        Optional("  prefill_interval", scenario.Serving.PrefillInterval);
        Optional("  max_sequences", scenario.Serving.MaxSequences);
        Optional("  block_tokens", scenario.Serving.BlockTokens);
        Optional("  blocks", scenario.Serving.Blocks);
        Optional("  memory_utilization", scenario.Serving.MemoryUtilization?.ToString("R", CultureInfo.InvariantCulture));
        Optional("  chunked_prefill", Word(scenario.Serving.ChunkedPrefill));
        Optional("  prefix_caching", Word(scenario.Serving.PrefixCaching));
        Optional("  asynchronous", Word(scenario.Serving.Asynchronous));
        Optional("  host_per_step", scenario.Serving.HostPerStep);
        Optional("  host_per_sequence", scenario.Serving.HostPerSequence);
        Optional("  host_per_token", scenario.Serving.HostPerToken);
        (string Key, object Value)[] heat = [.. HeatOptionsFile.Write(scenario.Heat)];
        if (heat.Length > 0) Line("thermal", "");
        foreach ((string key, object value) in heat) Line($"  {key}", value);
        return text.ToString();

        static string? Word(bool? flag) => flag is { } value ? (value ? "true" : "false") : null;

        void Optional(string key, object? value)
        {
            if (value is not null) Line(key, value);
        }

        void Line(string key, object value) => text.Append($"{key}: {Convert.ToString(value, CultureInfo.InvariantCulture)}".TrimEnd()).Append('\n');
    }

    private static Fidelity FidelityOf(PresetSection root) =>
        root.Has("fidelity") && FidelityNames.All.ToList().IndexOf(root.Choice("fidelity", FidelityNames.All)) is >= 0 and var place ? (Fidelity)place : Fidelity.Sampled;

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static ConfidenceGoal ReadConfidence(PresetSection root)
    {
        try
        {
            return ConfidenceGoal.Parse(root.Text("confidence", "auto"));
        }
        catch (FormatException e)
        {
            root.Fault("confidence", $"cannot be read: {e.Message}");
            return ConfidenceGoal.Auto;
        }
    }

    private static TimeWindow? ReadWindow(PresetSection root)
    {
        string text = root.Text("timeline_window", "none");
        if (text == "none") return null;
        try
        {
            return TimeWindow.Parse(text);
        }
        catch (FormatException e)
        {
            root.Fault("timeline_window", $"cannot be read: {e.Message.TrimEnd('.')}");
            return null;
        }
    }

    private static ParallelPlan ReadPlan(PresetSection? section) => section is null ? new ParallelPlan() : new ParallelPlan(WaysIn(section, "tensor"), WaysIn(section, "data"))
    {
        PipelineParallel = WaysIn(section, "pipeline"),
        ExpertParallel = WaysIn(section, "experts"),
        AttentionData = WaysIn(section, "attention_data"),
        MicroBatches = WaysIn(section, "micro_batches"),
        SequenceParallel = section.Flag("sequence", otherwise: false),
    };

    private static int WaysIn(PresetSection section, string key) => (int)section.IntegerOr(key, 1, 1, 65536);

    private static RequestSelection ReadRequests(PresetSection? section)
    {
        if (section is null) return new RequestSelection();
        double speedup = section.Get("speedup", 1.0);
        if (!(speedup > 0) || double.IsInfinity(speedup)) section.Fault("speedup", $"is {speedup}; expected a number above 0");
        return new RequestSelection
        {
            Limit = (int)section.IntegerOr("limit", 0, 0, int.MaxValue),
            Before = section.Get("before", Duration.Zero),
            Speedup = speedup,
            Overlong = section.Has("overlong") ? section.Choice("overlong", "reject", "clip", "extend") : "reject",
            OnError = section.Has("on_error") ? section.Choice("on_error", "stop", "skip") : "stop",
        };
    }

    private static ServingOptions ReadServing(PresetSection? section)
    {
        var defaults = new ServingOptions();
        if (section is null) return defaults;
        return new ServingOptions
        {
            Engine = section.Text("engine", defaults.Engine),
            Router = section.Has("router") ? section.Choice("router", Routers.Names) : defaults.Router,
            StepModel = section.Text("step_model", defaults.StepModel),
            Policy = section.Has("policy") ? section.Choice("policy", SchedulingPolicies.Names) : defaults.Policy,
            LongPrefillThreshold = IntegerIn(section, "long_prefill_threshold", 0),
            TokenBudget = IntegerIn(section, "token_budget", 1),
            PrefillInterval = IntegerIn(section, "prefill_interval", 1),
            MaxSequences = IntegerIn(section, "max_sequences", 1),
            BlockTokens = IntegerIn(section, "block_tokens", 1),
            Blocks = IntegerIn(section, "blocks", 2),
            MemoryUtilization = ShareIn(section, "memory_utilization"),
            ChunkedPrefill = FlagIn(section, "chunked_prefill"),
            PrefixCaching = FlagIn(section, "prefix_caching"),
            Asynchronous = FlagIn(section, "asynchronous"),
            HostPerStep = TimeIn(section, "host_per_step"),
            HostPerSequence = TimeIn(section, "host_per_sequence"),
            HostPerToken = TimeIn(section, "host_per_token"),
        };
    }

    private static MeasurementOptions ReadMeasurement(PresetSection? section)
    {
        if (section is null) return new MeasurementOptions();
        var options = new MeasurementOptions
        {
            Objective = section.Text("slo", ""),
            WarmUp = TimeIn(section, "warm_up") ?? Duration.Zero,
            CoolDown = TimeIn(section, "cool_down") ?? Duration.Zero,
        };
        try
        {
            ServiceObjective.Parse(options.Objective);
        }
        catch (FormatException e)
        {
            section.Fault("slo", $"cannot be read: {e.Message.TrimEnd('.')}");
        }
        return options;
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

    private static Duration? TimeIn(PresetSection section, string key)
    {
        if (!section.Has(key)) return null;
        Duration time = section.Get<Duration>(key);
        if (time < Duration.Zero) section.Fault(key, $"is {time}; expected none or more");
        return time;
    }
}
