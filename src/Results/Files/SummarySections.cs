using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>The parts of the summary that tell of the machine rather than of the requests.</summary>
internal static class SummarySections
{
    /// <summary>Step time by kind of operator and by bound; what no operator explains is host time or waiting.</summary>
    public static void WriteTime(Utf8JsonWriter json, RunMetrics metrics)
    {
        OperatorMetrics operators = metrics.Operators;
        if (!operators.Any) return;
        json.WriteStartObject("step_time_s");
        json.WriteStartObject("by_kind");
        foreach (OperatorKind kind in Enum.GetValues<OperatorKind>()) WriteIfAny(json, Words.Of(kind), operators.StepTimeOf(op => op.Kind == kind));
        json.WriteEndObject();
        json.WriteStartObject("by_bound");
        foreach (Bound bound in Enum.GetValues<Bound>()) WriteIfAny(json, Words.Of(bound), operators.StepTimeOf(op => op.BoundBy == bound));
        json.WriteEndObject();
        SummaryJson.WriteSeconds(json, "between_operators", metrics.Steps.Elapsed - operators.StepTimeOf(_ => true));
        json.WriteEndObject();
    }

    /// <summary>Latencies by length of the prompt, and by tenant where there are several.</summary>
    public static void WriteGroups(Utf8JsonWriter json, RunMetrics metrics)
    {
        WriteGroups(json, "by_input_tokens", RequestGroup.ByInputLength(metrics.Requests.Measured));
        IReadOnlyList<RequestGroup> tenants = RequestGroup.ByTenant(metrics.Requests.Measured);
        if (tenants.Count > 1) WriteGroups(json, "by_tenant", tenants);
    }

    /// <summary>What each pool of replicas did, where there are several.</summary>
    public static void WritePools(Utf8JsonWriter json, RunMetrics metrics)
    {
        if (metrics.Pools.All.Count < 2) return;
        json.WriteStartObject("pools");
        foreach (PoolTotals pool in metrics.Pools.All)
        {
            json.WriteStartObject(pool.Name);
            json.WriteNumber("replicas", pool.Replicas);
            json.WriteNumber("devices", pool.Devices);
            json.WriteNumber("steps", pool.Steps);
            SummaryJson.WriteSeconds(json, "step_time_s", pool.StepTime);
            json.WriteNumber("busy", metrics.Ending.At > SimTime.Zero ? pool.StepTime.Seconds / (metrics.Ending.At.Seconds * pool.Replicas) : 0);
            json.WriteNumber("prefill_tokens", pool.PrefillTokens);
            json.WriteNumber("decode_tokens", pool.DecodeTokens);
            json.WriteNumber("max_running", pool.LargestRunning);
            json.WriteNumber("max_waiting", pool.LargestWaiting);
            json.WriteNumber("mean_kv_cache_use", pool.MeanKvCacheUse);
            json.WriteNumber("max_kv_cache_use", pool.LargestKvCacheUse);
            json.WriteNumber("preemptions", pool.Preemptions);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void WriteUtilisation(Utf8JsonWriter json, RunMetrics metrics)
    {
        Utilisation use = metrics.Utilisation;
        json.WriteStartObject("utilisation");
        json.WriteNumber("busy", use.Busy);
        WriteIfKnown(json, "arithmetic", use.Arithmetic);
        WriteIfKnown(json, "arithmetic_in_steps", use.ArithmeticInSteps);
        WriteIfKnown(json, "dram_bandwidth", use.DramBandwidth);
        WriteIfKnown(json, "dram_bandwidth_in_steps", use.DramBandwidthInSteps);
        WriteIfKnown(json, "network_bandwidth", use.NetworkBandwidth);
        json.WriteEndObject();
    }

    public static void WriteEnergy(Utf8JsonWriter json, RunMetrics metrics)
    {
        IReadOnlyList<(string Component, Energy Spent)> energies = metrics.Energies;
        if (energies.Count == 0) return;
        double joules = energies.Sum(e => e.Spent.Joules);
        json.WriteStartObject("energy_j");
        json.WriteNumber("total", joules);
        if (metrics.Requests.OutputTokens > 0) json.WriteNumber("per_output_token", joules / metrics.Requests.OutputTokens);
        if (metrics.Requests.Measured.Count > 0) json.WriteNumber("per_request", joules / metrics.Requests.Measured.Count);
        if (joules > 0) json.WriteNumber("output_tokens_per_j", metrics.Requests.OutputTokens / joules);
        json.WriteStartObject("by_component");
        foreach ((string component, Energy spent) in energies) json.WriteNumber(component, spent.Joules);
        json.WriteEndObject();
        WriteEnergyShares(json, metrics.EnergyShares);
        json.WriteEndObject();
    }

    /// <summary>What operators spent, by request and by layer; what flows all the time is left out.</summary>
    private static void WriteEnergyShares(Utf8JsonWriter json, EnergyShares shares)
    {
        if (shares.Requests.Count == 0) return;
        json.WriteStartObject("of_operators_by_request");
        json.WriteNumber("mean", shares.Requests.Average());
        json.WriteNumber("median", shares.PercentileOfRequests(0.5));
        json.WriteNumber("p99", shares.PercentileOfRequests(0.99));
        json.WriteEndObject();
        json.WriteStartObject("of_operators_by_layer");
        foreach ((int layers, double joules) in shares.Layers) json.WriteNumber(layers == 1 ? "once a step" : $"each of {layers} layers", joules);
        json.WriteEndObject();
    }

    /// <summary>How sure the metrics are, where a sample of steps says so: [low, high] of each, with 95 % confidence.</summary>
    public static void WriteConfidence(Utf8JsonWriter json, RunMetrics metrics)
    {
        IReadOnlyList<MetricInterval> intervals = MetricInterval.Of(metrics.Ending);
        if (intervals.Count == 0) return;
        IReadOnlyDictionary<string, double> values = SummaryNumbers.Of(metrics);
        json.WriteStartObject("confidence");
        json.WriteNumber("level", 0.95);
        foreach (RunFact fact in metrics.Ending.Facts.Where(f => f.Group == MetricInterval.Facts)) json.WriteString(fact.Name, fact.Value);
        json.WriteStartObject("intervals");
        foreach (MetricInterval interval in intervals)
        {
            if (!values.TryGetValue(interval.Metric, out double value)) continue;
            json.WriteStartArray(interval.Metric);
            json.WriteNumberValue(value * interval.Low);
            json.WriteNumberValue(value * interval.High);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteSettings(Utf8JsonWriter json, RunMetrics metrics)
    {
        RunHeader header = metrics.Header;
        json.WriteStartObject("settings");
        json.WriteString("program_version", header.ProgramVersion);
        json.WriteString("engine_profile", header.EngineProfile);
        json.WriteString("fidelity", header.Fidelity);
        json.WriteString("platform", header.Platform);
        json.WriteString("model", header.Model);
        json.WriteString("plan", header.Plan);
        json.WriteString("trace", header.Trace);
        json.WriteNumber("seed", header.Seed);
        if (header.Objective.Length > 0) json.WriteString("objective", header.Objective);
        if (header.WarmUp > Duration.Zero) json.WriteString("warm_up", header.WarmUp.ToString());
        if (header.CoolDown > Duration.Zero) json.WriteString("cool_down", header.CoolDown.ToString());
        json.WriteBoolean("complete", metrics.Ending.Complete);
        WriteFacts(json, header.Facts.Concat(metrics.Ending.Facts.Where(f => f.Group is not (MetricInterval.Facts or MetricInterval.Group))));
        json.WriteStartObject("presets");
        foreach (PresetHash preset in header.Presets) json.WriteString(preset.Preset, preset.Hash);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteGroups(Utf8JsonWriter json, string name, IReadOnlyList<RequestGroup> groups)
    {
        json.WriteStartObject(name);
        foreach (RequestGroup group in groups)
        {
            json.WriteStartObject(group.Name);
            json.WriteNumber("completed", group.Count);
            foreach ((string metric, Distribution values) in ((string, Distribution)[])[("ttft", group.Ttft), ("tpot", group.Tpot), ("e2el", group.E2e)])
            {
                json.WriteNumber($"mean_{metric}_ms", values.MeanPicoseconds / 1e9);
                json.WriteNumber($"median_{metric}_ms", values.PercentilePicoseconds(50) / 1e9);
                json.WriteNumber($"p99_{metric}_ms", values.PercentilePicoseconds(99) / 1e9);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, IEnumerable<RunFact> facts)
    {
        json.WriteStartObject("facts");
        foreach (IGrouping<string, RunFact> group in facts.GroupBy(f => f.Group))
        {
            json.WriteStartObject(group.Key);
            foreach (RunFact fact in group) json.WriteString(fact.Name, fact.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, Duration time)
    {
        if (time > Duration.Zero) SummaryJson.WriteSeconds(json, name, time);
    }

    internal static void WriteIfKnown(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known) json.WriteNumber(name, known);
    }
}
