using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

public sealed class OtherFormatsTests
{
    private const string Span = """{"name":"llm_request","startTimeUnixNano":"1700000000000000000","attributes":[{"key":"gen_ai.request.id","value":{"stringValue":"late"}},{"key":"gen_ai.usage.prompt_tokens","value":{"intValue":"64"}},{"key":"gen_ai.usage.completion_tokens","value":{"intValue":3}}]}""";

    [Fact]
    public void BurstGptIsReadByColumnNameAndFailuresAreCounted()
    {
        RequestTrace trace = Read("""
            Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
            5,a,1.2,ChatGPT,472,18,490,Conversation log
            45,,0.5,GPT-4,1087,0,1087,API log
            118,b,2.5,GPT-4,417,276,693,API log
            """);

        Assert.Equal("burstgpt-csv", trace.Format);
        Assert.Equal([(472, 18, "a", "ChatGPT"), (417, 276, "b", "GPT-4")], trace.Requests.Select(r => (r.InputTokens, r.OutputTokens, r.Session!, r.Tenant!)));
        Assert.Equal(SimTime.Parse("113 s"), trace.Requests[1].Arrival);
        Assert.Equal([new LeftOut("failed request", 1)], trace.LeftOut);
    }

    [Fact]
    public void SpansAreReadInOrderOfTheirStartToTheNanosecond()
    {
        string early = Span.Replace("1700000000000000000", "1699999999999999999", StringComparison.Ordinal).Replace("late", "early", StringComparison.Ordinal);
        string other = """{"name":"http","startTimeUnixNano":"1"}""";

        RequestTrace trace = Read($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{Span}},{{other}}]}]}]}""" + "\n" + $$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{early}}]}]}]}""");

        Assert.Equal(["early", "late"], trace.Requests.Select(r => r.Id));
        Assert.Equal(SimTime.Parse("1 ns"), trace.Requests[1].Arrival);
        Assert.Equal((64, 3), (trace.Requests[1].InputTokens, trace.Requests[1].OutputTokens));
        Assert.Equal([new LeftOut("span of another name", 1)], trace.LeftOut);
    }

    [Fact]
    public void ASpanWithoutLengthsIsAFault()
    {
        string bare = Span.Replace("completion_tokens", "something", StringComparison.Ordinal);

        var error = Assert.Throws<TraceFormatException>(() => Read($$"""{"resourceSpans":[{"scopeSpans":[{"spans":[{{bare}}]}]}]}"""));

        Assert.StartsWith("t:1: a span has no gen_ai.usage.completion_tokens", error.Message, StringComparison.Ordinal);
    }

    [DataFact("traces/servegen_m-small_client_windows.csv.gz")]
    public void ClientWindowsAreDrawnWithTheirRateAndLengths()
    {
        RequestTrace trace = TraceReader.Read(Repository.DataPath("traces/servegen_m-small_client_windows.csv.gz"), new TraceReadOptions { Limit = 50_000, Seed = 4 });
        RequestTrace again = TraceReader.Read(Repository.DataPath("traces/servegen_m-small_client_windows.csv.gz"), new TraceReadOptions { Limit = 50_000, Seed = 4 });

        Assert.Equal(50_000, trace.Requests.Count);
        Assert.True(trace.Requests.Zip(trace.Requests.Skip(1)).All(p => p.First.Arrival <= p.Second.Arrival));
        Assert.Equal(trace.Requests, again.Requests);
        Assert.InRange(TraceStatistics.Of(trace).MeanRate!.Value, 200, 4000);
    }

    [DataFact("traces/servegen_m-large_client_windows.csv.gz")]
    public void WindowsThatStandForTooMuchAskForAPart()
    {
        var error = Assert.Throws<TraceFormatException>(() => TraceReader.Read(Repository.DataPath("traces/servegen_m-large_client_windows.csv.gz"), new TraceReadOptions()));

        Assert.Contains("take a part with --seconds or --limit", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The clients' rates of the first window add up to 34.27 requests a second.</summary>
    [DataFact("traces/servegen_deepseek-r1_client_windows.csv.gz")]
    public void DrawnRequestsHaveTheRateOfTheWindows()
    {
        RequestTrace trace = TraceReader.Read(Repository.DataPath("traces/servegen_deepseek-r1_client_windows.csv.gz"), new TraceReadOptions { Horizon = Duration.Parse("1 h") });

        Assert.Equal(34.27, TraceStatistics.Of(trace).MeanRate!.Value, 34.27 * 0.1);
        Assert.Equal(33, trace.Requests.Select(r => r.Tenant).Distinct().Count(), 5.0);
    }

    [Fact]
    public void AServerLogIsRefusedAsATraceButTellsItsSteps()
    {
        const string Log = """
            (EngineCore_DP0 pid=91) INFO 01-02 03:04:05 [core.py:77] GPU KV cache size: 41,408 tokens, Maximum concurrency for 8,192 tokens per request: 5.05x
            (APIServer pid=88) INFO 01-02 03:04:15 [loggers.py:55] Engine 000: Iteration(42): 1 context requests, 512 context tokens, 4 generation requests, 4 generation tokens, iteration elapsed time: 13.20 ms, GPU KV cache usage: 12.5%
            INFO:     127.0.0.1:1 - "POST /v1/completions HTTP/1.1" 200 OK
            """;
        string path = Path.Combine(Directory.CreateTempSubdirectory("deepstack-log").FullName, "server.log");
        File.WriteAllText(path, Log);

        ServerLog log = ServerLog.Read(path, BadRows.Stop);

        Assert.Equal(41_408, log.KvCacheTokens);
        Assert.Equal(new ServerLogStep(2, 42, 1, 512, 4, 4, Duration.Parse("13.2 ms")), Assert.Single(log.Steps));
        Assert.Contains("this is a vLLM server log, which tells steps but no prompt lengths", Assert.Throws<TraceFormatException>(() => Read(Log)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, Log.Replace("512 context tokens", "512 context", StringComparison.Ordinal));
        Assert.Contains("server.log:2: the iteration line cannot be read", Assert.Throws<TraceFormatException>(() => ServerLog.Read(path, BadRows.Stop)).Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static RequestTrace Read(string content) => TraceReader.Read("t", Encoding.UTF8.GetBytes(content), new TraceReadOptions());
}
