using System.Globalization;
using System.Text.RegularExpressions;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>One row of <c>apex_vllm_8xh100.csv</c>: what a replica of vLLM made of its share of a trace.</summary>
/// <remarks>
/// A case is named for its trace, its layout and, with several replicas, the replica: "llama_lmsys_05_2DP4TP_1". Replicas take the requests of the
/// trace in turn. Answers ended by themselves, so that they are as long in sum as the row says and not as the trace does.
/// </remarks>
internal sealed partial class ApexRun
{
    private const double SameTokens = 0.01;

    private readonly CsvRow _row;
    private readonly Match _name;

    public ApexRun(CsvRow row)
    {
        _row = row;
        _name = CaseName().Match(row["case"]);
    }

    /// <summary>The case, without the replica.</summary>
    public string SetUp => _name.Groups["replica"].Success ? Case[..Case.LastIndexOf('_')] : Case;

    public string Case => _row["case"];

    /// <summary>Whether the name says trace and layout and the row has values.</summary>
    public bool IsComplete => _name.Success && _row["mean_ttft_s"].Length > 0;

    /// <summary>The trace's name.</summary>
    public string Trace => "apex_" + _name.Groups["trace"].Value;

    /// <summary>The first word of the case, which stands for the model.</summary>
    public string Family => Case.Split('_')[0];

    /// <summary>The system that has so many of the device, such as "h100".</summary>
    public string System => _row["device"].Split('x')[^1].Split('-')[0].ToLowerInvariant();

    public int TensorParallel => int.Parse(_name.Groups["tensor"].ValueSpan, CultureInfo.InvariantCulture);

    public double TtftMilliseconds => _row.Get<double>("mean_ttft_s") * 1e3;

    public double TpotMilliseconds => _row.Get<double>("mean_tpot_s") * 1e3;

    public double LatencySum => _row.Get<double>("sum_request_latency_s");

    /// <summary>The requests of the replica, their answers as long in sum as the row says.</summary>
    /// <returns>The requests, or why they cannot be those of the row.</returns>
    public (TraceRequest[] Requests, string Reason) ShareOf(RequestTrace trace)
    {
        int replicas = Number("replicas", 1), replica = Number("replica", 0);
        TraceRequest[] share = [.. trace.Requests.Where((_, i) => i % replicas == replica)];
        long prompts = share.Sum(r => (long)r.InputTokens), measured = _row.Get<long>("prompt_tokens");
        if (Math.Abs(prompts - measured) > SameTokens * measured)
            return ([], string.Create(CultureInfo.InvariantCulture, $"its prompts hold {(double)measured / prompts:F1} times the tokens of its share of the trace"));
        double scale = (double)_row.Get<long>("output_tokens") / share.Sum(r => (long)r.OutputTokens);
        return ([.. share.Select((r, i) => r with { Index = i, OutputTokens = Math.Max(1, (int)Math.Round(r.OutputTokens * scale)) })], "");
    }

    private int Number(string group, int otherwise) =>
        _name.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"^(?<trace>[a-z]+_[a-z]+_\d+)_((?<replicas>\d+)DP)?(?<tensor>\d+)TP(_(?<replica>\d+))?$")]
    private static partial Regex CaseName();
}
