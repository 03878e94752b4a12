using System.Globalization;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>One row of <c>silicon_serving_points.csv</c>: mean latencies of an engine under a number of clients.</summary>
internal sealed class SiliconPoint
{
    private readonly CsvRow _row;

    public SiliconPoint(CsvRow row) => _row = row;

    public string Model => _row["model_path"];

    public string System => _row["system"];

    public string Weights => _row["gemm_quant_mode"];

    /// <summary>The engine's version without its patch number; empty where the row does not tell.</summary>
    public string Version => string.Join('.', _row["backend_version"].Split('.').Take(2));

    public int Prompt => Whole("isl");

    public int Output => Whole("osl");

    public int Clients => Whole("concurrency");

    public double TtftMilliseconds => _row.Get<double>("ttft_ms");

    public double TpotMilliseconds => _row.Get<double>("tpot_ms");

    /// <summary>Everything that the step times of a machine depend on, as a name.</summary>
    public string Machine => $"{Model.Split('/')[^1]} {(Weights.Length > 0 ? Weights : "unquantised")} on {System} as {Plan}, vLLM {(Version.Length > 0 ? Version : "of unknown version")}";

    /// <summary>The plan of the row.</summary>
    public ParallelPlan Plan => new(Whole("tp_size"))
    {
        PipelineParallel = Whole("pp_size"),
        AttentionData = IsCountedTwice ? 1 : Math.Max(1, ExpertDevices / Whole("tp_size")),
        ExpertParallel = IsCountedTwice ? Whole("tp_size") : Whole("moe_ep_size"),
    };

    /// <summary>Whether prompts and tokens had workers of their own.</summary>
    public bool IsDisaggregated => _row["mode"] == "disagg";

    /// <summary>The workers of a disaggregated row, such as "prefill 2xTP4, decode 1xTP8".</summary>
    public string Pools => $"prefill {PoolOf("prefill")}, decode {PoolOf("decode")}";

    /// <summary>Why the row is not replayed whatever presets there are; empty if it is.</summary>
    public string Exclusion => (_row["backend"], _row["mode"]) switch
    {
        (not "vllm", _) => $"another engine ({_row["backend"]})",
        _ when IsDisaggregated => "the rows do not say over what and when KV blocks move",
        (_, not "agg") => $"mode {_row["mode"]} is not known",
        _ when Clients == 0 || TtftMilliseconds <= 0 || TpotMilliseconds <= 0 => "no clients or latencies stated",
        _ => "",
    };

    private int ExpertDevices => Whole("moe_tp_size") * Whole("moe_ep_size");

    /// <summary>
    /// Rows that name as many attention groups as devices in each, and the square of it as ranks of experts, were taken on the devices of one group: the same
    /// figures, to the last digit, stand in the table a second time without the groups, and up to 16 devices are named of nodes that have eight.
    /// </summary>
    private bool IsCountedTwice => Whole("attention_dp_size") > 1 && Whole("attention_dp_size") == Whole("tp_size") && Whole("moe_ep_size") == ExpertDevices && ExpertDevices == Whole("tp_size") * Whole("tp_size");

    private string PoolOf(string role) => $"{Whole(role + "_num_workers")}xTP{Whole(role + "_tp_size")}";

    private int Whole(string column) => _row[column].Length == 0 ? 0 : (int)double.Parse(_row[column], CultureInfo.InvariantCulture);
}
