using System.Text;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

/// <summary>Mutated inputs: never a crash, never a hang, never a request that disappears without being counted.</summary>
public sealed class TraceFuzzTests
{
    private static readonly string[] Seeds =
    [
        "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319600,3180,8\n2023-11-16 18:17:04.0781490,110,27\n",
        "offset_s,input_tokens,output_tokens\n0.197890,156,67\n1.500203,115,390\n3.892679,7,7\n",
        "input_tokens,output_tokens\n3772,54\n2015,156\n3858,133\n",
        "{\"timestamp\": 0, \"input_length\": 600, \"output_length\": 500, \"hash_ids\": [0, 1]}\n{\"timestamp\": 3000, \"input_length\": 1400, \"output_length\": 490, \"hash_ids\": [0, 14, 15]}\n",
        "{\"chat_id\": 4, \"parent_chat_id\": -1, \"timestamp\": 2.5, \"input_length\": 20, \"output_length\": 3, \"type\": \"text\", \"turn\": 1, \"hash_ids\": [1, 2]}\n",
        "{\"num_prompts\":2,\"duration\":1.9,\"input_lens\":[64,32],\"output_lens\":[3,2],\"ttfts\":[0.041,0.038],\"start_times\":[812.5,812.71],\"errors\":[\"\",\"\"]}\n",
        "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,1087,0,1087,API log\n118,GPT-4,417,276,693,API log\n",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"llm_request\",\"startTimeUnixNano\":\"1700\",\"attributes\":[{\"key\":\"gen_ai.usage.prompt_tokens\",\"value\":{\"intValue\":\"64\"}},{\"key\":\"gen_ai.usage.completion_tokens\",\"value\":{\"intValue\":3}}]}]}]}]}\n",
        "client,window_start_s,mean_rate_rps,mean_gap_cv,in_mean,in_p50,in_p90,in_p99,out_mean,out_p50,out_p90,out_p99\n0,0,0.004,6.7578,427.5,275,380,4826,147.5,73,196,1857\n1,21600,0.007,,353.3,275,357,4533,110.8,68,170,1272\n",
    ];

    /// <summary>Formats whose requests are not one a line.</summary>
    private static readonly string[] UncountedFormats = ["vllm-benchmark-json", "otlp-json", "servegen-csv"];

    public static TheoryData<int> Shards => [.. Enumerable.Range(0, 4)];

    [Theory]
    [MemberData(nameof(Shards))]
    public void MutatedTracesAreReadOrRefused(int shard)
    {
        var random = new RandomStream((ulong)shard, "trace-fuzz");
        int Draw(int below) => (int)random.NextInteger(below);

        for (int i = 0; i < Fuzz.Inputs / Shards.Count; i++)
        {
            string text = Fuzz.Mutate(Seeds[Draw(Seeds.Length)], Draw);
            byte[] content = Draw(4) == 0 ? Fuzz.Damage(Fuzz.Compress(text), Draw) : Encoding.UTF8.GetBytes(text);
            Check(content, text);
        }
    }

    private static void Check(byte[] content, string text)
    {
        RequestTrace? strict = TryRead(content, BadRows.Stop), lenient = TryRead(content, BadRows.Skip);
        if (strict is not null)
        {
            Assert.NotNull(lenient);
            Assert.Equal(strict.Requests.Count, lenient.Requests.Count);
            Assert.DoesNotContain(strict.LeftOut, l => l.Reason == "faulty row");
        }
        if (lenient is null || UncountedFormats.Contains(lenient.Format)) return;
        int rows = text.TrimStart('\uFEFF').Split(["\r\n", "\n", "\r"], StringSplitOptions.None).Count(line => !string.IsNullOrWhiteSpace(line));
        int expected = lenient.Format.EndsWith("csv", StringComparison.Ordinal) ? rows - 1 : rows;
        Assert.Equal(expected, lenient.Requests.Count + lenient.LeftOut.Sum(l => l.Count));
        Assert.All(lenient.Requests, r => Assert.True(r.InputTokens > 0 && r.OutputTokens > 0));
    }

    private static RequestTrace? TryRead(byte[] content, BadRows onError)
    {
        try
        {
            return TraceReader.Read("fuzz", content, new TraceReadOptions { OnError = onError, Limit = 1000 });
        }
        catch (TraceFormatException e)
        {
            Assert.StartsWith("fuzz:", e.Message, StringComparison.Ordinal);
            return null;
        }
    }
}
