using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Metrics;

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
            Serving = ServingOptionsFile.Read(root.OptionalSection("serving"), new ServingOptions(), ofRun: true),
            Heat = HeatOptionsFile.Read(root.OptionalSection("thermal")),
            TimelineWindow = ReadWindow(root),
        };
        scenario = PoolsFile.ReadInto(scenario, root);
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
        WritePlan(text, "  ", scenario.Plan);
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
            if (measurement.Objective.Length > 0) Line("  slo", Quote(measurement.Objective));
            Line("  warm_up", measurement.WarmUp);
            Line("  cool_down", measurement.CoolDown);
        }
        Line("serving", "");
        ServingOptionsFile.Write(text, "  ", scenario.Serving, ofRun: true);
        PoolsFile.Write(text, scenario);
        (string Key, object Value)[] heat = [.. HeatOptionsFile.Write(scenario.Heat)];
        if (heat.Length > 0) Line("thermal", "");
        foreach ((string key, object value) in heat) Line($"  {key}", value);
        return text.ToString();

        void Line(string key, object value) => text.Append($"{key}: {Convert.ToString(value, CultureInfo.InvariantCulture)}".TrimEnd()).Append('\n');
    }

    private static Fidelity FidelityOf(PresetSection root) =>
        root.Has("fidelity") && FidelityNames.All.ToList().IndexOf(root.Choice("fidelity", FidelityNames.All)) is >= 0 and var place ? (Fidelity)place : Fidelity.Sampled;

    /// <summary>Writes the keys of a plan, each on a line behind an indent.</summary>
    internal static void WritePlan(StringBuilder text, string indent, ParallelPlan plan)
    {
        text.Append(CultureInfo.InvariantCulture, $"{indent}tensor: {plan.TensorParallel}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}data: {plan.DataParallel}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}pipeline: {plan.PipelineParallel}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}experts: {plan.ExpertParallel}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}attention_data: {plan.AttentionData}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}micro_batches: {plan.MicroBatches}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}sequence: {(plan.SequenceParallel ? "true" : "false")}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}overlap: {OverlapNames.Of(plan.AllOverlap)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}overlap_chunks: {plan.OverlapChunks}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}weights: {PlacementNames.Of(plan.WeightPlacement)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent}kv: {PlacementNames.Of(plan.CachePlacement)}\n");
    }

    internal static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

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

    internal static ParallelPlan ReadPlan(PresetSection? section) => section is null ? new ParallelPlan() : WithOverlap(section, new ParallelPlan(WaysIn(section, "tensor"), WaysIn(section, "data"))
    {
        PipelineParallel = WaysIn(section, "pipeline"),
        ExpertParallel = WaysIn(section, "experts"),
        AttentionData = WaysIn(section, "attention_data"),
        MicroBatches = WaysIn(section, "micro_batches"),
        SequenceParallel = section.Flag("sequence", otherwise: false),
        WeightPlacement = PlacementIn(section, "weights"),
        CachePlacement = PlacementIn(section, "kv"),
    });

    /// <summary>Chunks alone say that overlap is chunked.</summary>
    private static ParallelPlan WithOverlap(PresetSection section, ParallelPlan plan)
    {
        int? chunks = section.Has("overlap_chunks") ? WaysIn(section, "overlap_chunks") : null;
        try
        {
            return OverlapNames.With(plan, OverlapNames.Parse(section.Text("overlap", chunks > 1 ? "chunked" : "none")), chunks);
        }
        catch (FormatException e)
        {
            section.Fault("overlap", $"cannot be read: {e.Message.TrimEnd('.')}");
            return plan;
        }
    }

    private static DataPlacement PlacementIn(PresetSection section, string key) =>
        section.Has(key) && PlacementNames.All.ToList().IndexOf(section.Choice(key, PlacementNames.All)) is >= 0 and var place ? (DataPlacement)place : DataPlacement.Striped;

    private static int WaysIn(PresetSection section, string key) => (int)section.IntegerOr(key, 1, 1, 65536);

    private static RequestSelection ReadRequests(PresetSection? section)
    {
        if (section is null) return new RequestSelection();
        double speedup = section.Get("speedup", 1.0);
        if (!(speedup > 0) || double.IsInfinity(speedup)) section.Fault("speedup", $"is {speedup}; expected a number above 0");
        return new RequestSelection
        {
            Limit = (int)section.IntegerOr("limit", 0, 0, int.MaxValue),
            Before = ServingOptionsFile.TimeIn(section, "before") ?? Duration.Zero,
            Speedup = speedup,
            Overlong = section.Has("overlong") ? section.Choice("overlong", "reject", "clip", "extend") : "reject",
            OnError = section.Has("on_error") ? section.Choice("on_error", "stop", "skip") : "stop",
        };
    }

    private static MeasurementOptions ReadMeasurement(PresetSection? section)
    {
        if (section is null) return new MeasurementOptions();
        var options = new MeasurementOptions
        {
            Objective = section.Text("slo", ""),
            WarmUp = ServingOptionsFile.TimeIn(section, "warm_up") ?? Duration.Zero,
            CoolDown = ServingOptionsFile.TimeIn(section, "cool_down") ?? Duration.Zero,
        };
        if (section.Has("slo") && string.IsNullOrWhiteSpace(options.Objective)) section.Fault("slo", "is empty; give limits such as ttft=2s,tpot=50ms, or leave it out");
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
}
