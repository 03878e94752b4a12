using System.Globalization;
using System.Text.Json;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli;

/// <summary>Describes the steps that a server log tells.</summary>
internal static class ServerLogText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Totals and step times, as text or JSON.</summary>
    public static string Of(ServerLog log, bool json)
    {
        double[] times = [.. log.Steps.Select(s => s.Elapsed.Milliseconds).Order()];
        var totals = new
        {
            Log = log.Name,
            Steps = log.Steps.Count,
            ContextTokens = log.Steps.Sum(s => (long)s.ContextTokens),
            GenerationTokens = log.Steps.Sum(s => (long)s.GenerationTokens),
            MeanStepMs = times.Average(),
            MedianStepMs = (times[(times.Length - 1) / 2] + times[times.Length / 2]) / 2,
            MaxStepMs = times[^1],
            log.KvCacheTokens,
            log.FaultyLines,
        };
        return json
            ? JsonSerializer.Serialize(totals, Indented) + "\n"
            : string.Create(CultureInfo.InvariantCulture, $"{totals.Log} (vllm-server-log: steps only, no requests)\nsteps           {totals.Steps}\ncontext         {totals.ContextTokens} tokens\ngeneration      {totals.GenerationTokens} tokens\nstep time       mean {totals.MeanStepMs:0.00}, median {totals.MedianStepMs:0.00}, max {totals.MaxStepMs:0.00} ms\nKV cache        {(totals.KvCacheTokens is { } tokens ? $"{tokens} tokens" : "not told")}\nfaulty lines    {totals.FaultyLines}\n");
    }
}
