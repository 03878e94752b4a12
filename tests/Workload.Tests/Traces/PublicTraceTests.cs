using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

/// <summary>The public traces give the statistics that stand beside them, to every digit given.</summary>
public sealed class PublicTraceTests
{
    [DataFact("traces/azure_llm_2023_code.csv.gz")]
    public void AzureCode() => Check("azure_llm_2023_code.csv.gz", "8819 | 3435.9 | 2.5667 | 13.15 | 2047.8 1469 5187.6 7436 7437 | 27.9 13 55 251.5 1899");

    [DataFact("traces/azure_llm_2023_conv_first40min.csv.gz")]
    public void AzureConversation() => Check("azure_llm_2023_conv_first40min.csv.gz", "14176 | 2400.0 | 5.9068 | 1.08 | 1195.1 1015 4074 4121.2 14050 | 201.5 115 421 598 1000");

    [DataFact("traces/mooncake_conversation_first30min.jsonl.gz")]
    public void Mooncake() => Check("mooncake_conversation_first30min.jsonl.gz", "5719 | 1797.0 | 3.1825 | 2.92 | 12870.1 7640 28637.8 91206.9 123192 | 345.7 356 608.2 1104.6 2000 | 0.341 of 146464 by 512");

    [DataFact("traces/sharegpt300_llama31_8b.jsonl.gz")]
    public void ShareGptLlama() => Check("sharegpt300_llama31_8b.jsonl.gz", "300 | 29.1 | 10.2962 | 0.94 | 857.5 731.5 1460.1 2765.2 3998 | 652.5 632 770 784.1 1021 | 0.075 of 16225 by 16");

    [DataFact("traces/sharegpt300_qwen3.jsonl.gz")]
    public void ShareGptQwen() => Check("sharegpt300_qwen3.jsonl.gz", "300 | 29.1 | 10.2962 | 0.94 | 862.3 728.5 1451.5 2768.2 4570 | 665 638 785.1 1001.1 1224 | 0.078 of 16314 by 16");

    [DataFact("traces/apex_llama_lmsys_05.csv.gz")]
    public void ApexLmsys()
    {
        Check("apex_llama_lmsys_05.csv.gz", "1024 | 2023.5 | 0.5061 | 1.0 | 61.7 17 176.8 586.2 1037 | 162.1 117 389.4 532.6 761");
        Check("apex_llama_lmsys_025.csv.gz", "1024 | 4197.1 | 0.244 | 0.97 | 61.7 17 176.8 586.2 1037 | 162.1 117 389.4 532.6 761");
    }

    [DataFact("traces/apex_llama_creation_05.csv.gz")]
    public void ApexCreation()
    {
        Check("apex_llama_creation_05.csv.gz", "512 | 1097.4 | 0.4666 | 0.96 | 307.7 309 399.9 565.8 1232 | 1144.3 1106.5 1707.5 2340.7 3501");
        Check("apex_llama_creation_025.csv.gz", "512 | 2082.3 | 0.2459 | 1.02 | 307.7 309 399.9 565.8 1232 | 1144.3 1106.5 1707.5 2340.7 3501");
    }

    [DataFact("traces/apex_llama_summarization_05.csv.gz")]
    public void ApexSummarisation()
    {
        Check("apex_llama_summarization_05.csv.gz", "1302 | 2714.0 | 0.4797 | 0.95 | 2753.1 2943 3879.9 4075 4092 | 170.5 161.5 269 357 458");
        Check("apex_llama_summarization_025.csv.gz", "1302 | 5183.6 | 0.2512 | 0.97 | 2753.1 2943 3879.9 4075 4092 | 170.5 161.5 269 357 458");
    }

    [DataFact("traces/arxiv_summarization_lengths.csv.gz")]
    public void ArxivLengths() => Check("arxiv_summarization_lengths.csv.gz", "28257 | - | 2588.1 2730 3702 3933.4 4054 | 291.4 167 372 3271.3 4056");

    private static void Check(string file, string expected)
    {
        RequestTrace trace = TraceReader.Read(Repository.DataPath("traces/" + file), new TraceReadOptions());

        Assert.Equal(expected, Line(TraceStatistics.Of(trace)));
        Assert.Empty(trace.LeftOut);
    }

    private static string Line(TraceStatistics s)
    {
        string times = s.Span is { } span ? FormattableString.Invariant($"{span.Seconds:0.0} | {Math.Round(s.MeanRate!.Value, 4)} | {s.GapVariation:0.0#}") : "-";
        string prefixes = s.Prefixes is { } p ? FormattableString.Invariant($" | {p.SeenShare:0.000} of {p.Blocks} by {p.BlockTokens}") : "";
        return FormattableString.Invariant($"{s.Requests} | {times} | {Line(s.Input)} | {Line(s.Output)}{prefixes}");
    }

    private static string Line(LengthStatistics s) => FormattableString.Invariant($"{s.Mean:0.#} {s.P50:0.#} {Round(s.P90)} {Round(s.P99)} {s.Max}");

    /// <summary>Ties go to the even digit, as in the table (4121.25 is written 4121.2).</summary>
    private static double Round(double value) => Math.Round(value, 1, MidpointRounding.ToEven);
}
