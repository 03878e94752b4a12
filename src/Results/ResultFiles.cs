namespace DeepStack.Sim.Results;

/// <summary>Names of the files in the folder of a run.</summary>
public static class ResultFiles
{
    /// <summary>The record of the run, from which the others can be made.</summary>
    public const string TimingTrace = "timing-trace.pb";

    /// <summary>The headline metrics.</summary>
    public const string Summary = "summary.json";

    /// <summary>A row per request.</summary>
    public const string Requests = "requests.csv";

    /// <summary>A row per step.</summary>
    public const string Steps = "steps.csv";

    /// <summary>A row per step class and operator.</summary>
    public const string Operators = "operators.csv";

    /// <summary>A row per operator inside the window.</summary>
    public const string WindowOperators = "operators-window.csv";

    /// <summary>The timeline in Chrome's trace event format.</summary>
    public const string Timeline = "timeline.json";

    /// <summary>The report for people.</summary>
    public const string Report = "report.html";

    /// <summary>The metrics in Prometheus' text format.</summary>
    public const string Prometheus = "metrics.prom";

    /// <summary>The run in the form of vLLM's detailed benchmark result.</summary>
    public const string Benchmark = "vllm-benchmark.json";

    /// <summary>The resolved scenario.</summary>
    public const string Scenario = "scenario.yaml";
}
