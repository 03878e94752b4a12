using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Cli;

/// <summary>Describes the steps that a server log tells.</summary>
internal static class ServerLogText
{
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
            ? JsonText.Of(new JsonObject
            {
                ["log"] = totals.Log,
                ["steps"] = totals.Steps,
                ["context_tokens"] = totals.ContextTokens,
                ["generation_tokens"] = totals.GenerationTokens,
                ["mean_step_ms"] = totals.MeanStepMs,
                ["median_step_ms"] = totals.MedianStepMs,
                ["max_step_ms"] = totals.MaxStepMs,
                ["kv_cache_tokens"] = totals.KvCacheTokens,
                ["faulty_lines"] = totals.FaultyLines,
            }) + "\n"
            : string.Create(CultureInfo.InvariantCulture, $"{totals.Log} (vllm-server-log: steps only, no requests)\nsteps           {totals.Steps}\ncontext         {totals.ContextTokens} tokens\ngeneration      {totals.GenerationTokens} tokens\nstep time       mean {totals.MeanStepMs:0.00}, median {totals.MedianStepMs:0.00}, max {totals.MaxStepMs:0.00} ms\nKV cache        {(totals.KvCacheTokens is { } tokens ? $"{tokens} tokens" : "not told")}\nfaulty lines    {totals.FaultyLines}\n");
    }
}
