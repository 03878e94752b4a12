using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;

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
            Fidelity = root.Has("fidelity") && root.Choice("fidelity", "event", "sampled") == "event" ? Fidelity.Event : Fidelity.Sampled,
            Seed = (ulong)root.IntegerOr("seed", 1),
            Requests = ReadRequests(root.OptionalSection("requests")),
            Serving = ReadServing(root.OptionalSection("serving")),
            Host = ReadHost(root.OptionalSection("host")),
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
        Line("fidelity", scenario.Fidelity == Fidelity.Event ? "event" : "sampled");
        Line("seed", scenario.Seed);
        Line("timeline_window", scenario.TimelineWindow is { } window ? $"{window.From}..{window.To}" : "none");
        Line("plan", "");
        Line("  tensor", scenario.Plan.TensorParallel);
        Line("  data", scenario.Plan.DataParallel);
        Line("requests", "");
        Line("  limit", scenario.Requests.Limit);
        Line("  before", scenario.Requests.Before);
        Line("  speedup", scenario.Requests.Speedup.ToString("R", CultureInfo.InvariantCulture));
        Line("  overlong", scenario.Requests.Overlong);
        Line("  on_error", scenario.Requests.OnError);
        Line("serving", "");
        Line("  engine", scenario.Serving.Engine);
        Line("  token_budget", scenario.Serving.TokenBudget);
        Line("  max_sequences", scenario.Serving.MaxSequences);
        Line("  block_tokens", scenario.Serving.BlockTokens);
        Line("  blocks", scenario.Serving.Blocks);
        Line("  memory_utilisation", scenario.Serving.MemoryUtilisation.ToString("R", CultureInfo.InvariantCulture));
        Line("  chunked_prefill", scenario.Serving.ChunkedPrefill ? "true" : "false");
        Line("  prefix_caching", scenario.Serving.PrefixCaching ? "true" : "false");
        Line("host", "");
        Line("  per_step", scenario.Host.PerStep);
        Line("  per_sequence", scenario.Host.PerSequence);
        return text.ToString();

        void Line(string key, object value) => text.Append($"{key}: {Convert.ToString(value, CultureInfo.InvariantCulture)}".TrimEnd()).Append('\n');
    }

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

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

    private static ParallelPlan ReadPlan(PresetSection? section) => section is null
        ? new ParallelPlan()
        : new ParallelPlan((int)section.IntegerOr("tensor", 1, 1, 65536), (int)section.IntegerOr("data", 1, 1, 65536));

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
        if (section is null) return new ServingOptions();
        var defaults = new ServingOptions();
        double share = section.Get("memory_utilisation", defaults.MemoryUtilisation);
        if (share is not (> 0 and <= 1)) section.Fault("memory_utilisation", $"is {share}; expected a share above 0 and at most 1");
        return new ServingOptions
        {
            Engine = section.Text("engine", defaults.Engine),
            TokenBudget = (int)section.IntegerOr("token_budget", 0, 0, int.MaxValue),
            MaxSequences = (int)section.IntegerOr("max_sequences", 0, 0, int.MaxValue),
            BlockTokens = (int)section.IntegerOr("block_tokens", defaults.BlockTokens, 1, 4096),
            Blocks = (int)section.IntegerOr("blocks", 0, 0, int.MaxValue - 1),
            MemoryUtilisation = share,
            ChunkedPrefill = section.Flag("chunked_prefill", defaults.ChunkedPrefill),
            PrefixCaching = section.Flag("prefix_caching", defaults.PrefixCaching),
        };
    }

    private static HostCosts ReadHost(PresetSection? section) => section is null
        ? new HostCosts()
        : new HostCosts(section.Get("per_step", Duration.Zero), section.Get("per_sequence", Duration.Zero));
}
