using System.IO.Compression;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

public sealed class TraceReaderTests
{
    private const string Apex = "offset_s,input_tokens,output_tokens\n1.5,10,20\n1.75,30,40\n4,50,60\n";

    [Fact]
    public void TheFirstRequestArrivesAtZeroAndTimesAreExact()
    {
        RequestTrace trace = Read("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319601,3180,8\n");

        Assert.Equal([SimTime.Zero, SimTime.Parse("52.0001 ms")], trace.Requests.Select(r => r.Arrival));
        Assert.Equal([4808, 3180], trace.Requests.Select(r => r.InputTokens));
        Assert.Equal("azure-csv", trace.Format);
    }

    [Fact]
    public void GzipIsToldByContent()
    {
        RequestTrace plain = Read(Apex), compressed = TraceReader.Read("t.csv", Compress(Apex), new TraceReadOptions());

        Assert.Equal(plain.Requests, compressed.Requests);
        Assert.Equal(3, plain.Requests.Count);
    }

    [Fact]
    public void GzipOfSeveralMembersIsReadWhole() =>
        Assert.Equal(3, TraceReader.Read("t.csv", [.. Compress(Apex[..45]), .. Compress(Apex[45..])], new TraceReadOptions()).Requests.Count);

    [Fact]
    public void EveryTruncationOfAGzipFileIsNoticed()
    {
        byte[] whole = Compress(Apex);

        for (int length = 2; length < whole.Length; length++)
        {
            var error = Assert.Throws<TraceFormatException>(() => TraceReader.Read("t.csv.gz", whole[..length], new TraceReadOptions()));
            Assert.Contains("t.csv.gz:", error.Message, StringComparison.Ordinal);
            Assert.Contains("damaged or cut short", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1.5,10,20\n1.75,-3,40", "t:3: input_tokens is \"-3\"; expected a whole number of tokens from 1.")]
    [InlineData("1.5,10,0", "t:2: output_tokens is \"0\"; expected a whole number of tokens from 1.")]
    [InlineData("1.5,10", "t:2: the row has 2 cells; the header has 3.")]
    [InlineData("5,10,20\n\n4,10,20", "t:4: the request arrives 1 s before the one above it; sort the rows by time.")]
    [InlineData("soon,10,20", "t:2: offset_s is \"soon\"; expected seconds.")]
    [InlineData("0,10,20\n1e8,10,20", "t:3: the request arrives more than 106 days after the first")]
    public void AFaultyRowIsNamedWithItsLineAndTheWayOut(string rows, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() => Read("offset_s,input_tokens,output_tokens\n" + rows));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Mend the rows, or leave them out with --on-error skip.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SkippedRowsAreCounted()
    {
        RequestTrace trace = Read(Apex + "5,x,1\n6,1,1\n5.5,1,1\n7,1\n", new TraceReadOptions { OnError = BadRows.Skip });

        Assert.Equal(4, trace.Requests.Count);
        Assert.Equal([new LeftOut("faulty row", 3)], trace.LeftOut);
        Assert.Equal([0, 1, 2, 3], trace.Requests.Select(r => r.Index));
    }

    [Fact]
    public void ATraceOfNothingButFaultyRowsIsRefusedEvenIfTheyAreSkipped()
    {
        var error = Assert.Throws<TraceFormatException>(() => Read("offset_s,input_tokens,output_tokens\n1,0,1\n", new TraceReadOptions { OnError = BadRows.Skip }));

        Assert.Contains("holds no request that can be replayed; 1 faulty rows were skipped. t:2:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\nworld\n")]
    [InlineData("{ \"a\": 1 }")]
    [InlineData("a,b,c\n1,2,3\n")]
    public void AnUnknownFormatNamesTheKnownOnes(string content)
    {
        var error = Assert.Throws<TraceFormatException>(() => Read(content));

        Assert.StartsWith("t:1: this is no trace of a known format. Known:", error.Message, StringComparison.Ordinal);
        Assert.Contains("azure-csv: CSV with TIMESTAMP, ContextTokens, GeneratedTokens", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeaderWhoseQuotesSwallowItsColumnsIsOfNoKnownFormat() =>
        Assert.Contains("no trace of a known format", Assert.Throws<TraceFormatException>(() => Read("offset_s,\"input_tokens,output_tokens\n1.5,10,20\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.StartsWith("/nowhere/t.csv: the trace cannot be opened", Assert.Throws<TraceFormatException>(() => TraceReader.Read("/nowhere/t.csv", new TraceReadOptions())).Message, StringComparison.Ordinal);

    [Fact]
    public void BlockSizeIsTheOneThatMostPromptsFit()
    {
        RequestTrace trace = Read("""
            {"timestamp": 0, "input_length": 5, "output_length": 4, "hash_ids": [7]}
            {"timestamp": 3, "input_length": 33, "output_length": 4, "hash_ids": [8, 9, 10]}
            """);

        Assert.Equal([16, 16], trace.Requests.Select(r => r.BlockTokens));
        Assert.Equal([8, 9, 10], trace.Requests[1].BlockHashes);
        Assert.Equal(SimTime.Parse("3 ms"), trace.Requests[1].Arrival);
    }

    [Theory]
    [InlineData("""{"timestamp": 1, "input_length": 600, "output_length": 4, "hash_ids": [1, 2, 3]}""", "t:3: hash_ids has 3 entries; input_length 600 in blocks of 512 tokens needs 2")]
    [InlineData("""{"timestamp": 1, "input_length": 600, "output_length": 4, "hash_ids": [1, "x"]}""", "t:3: hash_ids should be a list of whole numbers")]
    [InlineData("""{"timestamp": 1, "input_length": 600.5, "output_length": 4, "hash_ids": [1, 2]}""", "t:3: input_length is 600.5")]
    [InlineData("""{"timestamp": 1, "input_length": 600, "hash_ids": [1, 2]}""", "t:3: output_length is missing")]
    [InlineData("""{"timestamp": 1, "input_length": 6""", "t:3: the line is not valid JSON")]
    [InlineData("[]", "t:3: the line is no JSON object")]
    public void FaultyTimedLinesAreNamed(string line, string message)
    {
        const string Good = "{\"timestamp\": 0, \"input_length\": 1024, \"output_length\": 4, \"hash_ids\": [1, 2]}\n{\"timestamp\": 0, \"input_length\": 513, \"output_length\": 4, \"hash_ids\": [1, 3]}\n";

        Assert.StartsWith(message, Assert.Throws<TraceFormatException>(() => Read(Good + line)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QwenBailianChatsCountInSecondsAndBecomeSessions()
    {
        RequestTrace trace = Read("""
            {"chat_id": 4, "parent_chat_id": -1, "timestamp": 2.5, "input_length": 20, "output_length": 3, "type": "text", "turn": 1, "hash_ids": [1, 2]}
            {"chat_id": 5, "parent_chat_id": -1, "timestamp": 3, "input_length": 20, "output_length": 3, "type": "text", "turn": 1, "hash_ids": [3, 4]}
            {"chat_id": 9, "parent_chat_id": 4, "timestamp": 4, "input_length": 40, "output_length": 3, "type": "text", "turn": 2, "hash_ids": [1, 2, 5]}
            {"chat_id": 11, "parent_chat_id": 9, "timestamp": 5, "input_length": 41, "output_length": 3, "type": "text", "turn": 3, "hash_ids": [1, 2, 6]}
            """);

        Assert.Equal("qwen-bailian-json", trace.Format);
        Assert.Equal(["4", "5", "4", "4"], trace.Requests.Select(r => r.Session));
        Assert.Equal(SimTime.Parse("2.5 s"), trace.Requests[3].Arrival);
    }

    [Fact]
    public void BenchmarkResultsAreReadInOrderOfStart()
    {
        RequestTrace trace = Read("""
            {"date":"20260102-030405","num_prompts":4,"duration":2.0,"completed":3,"input_lens":[64,32,8,9],"output_lens":[3,2,0,1],
             "ttfts":[0.041,0.038,0,0.1],"start_times":[812.5,812.25,812.6,813],"errors":["","","",""]}
            """);

        Assert.Equal([32, 64, 9], trace.Requests.Select(r => r.InputTokens));
        Assert.Equal([SimTime.Zero, SimTime.Parse("250 ms"), SimTime.Parse("750 ms")], trace.Requests.Select(r => r.Arrival));
        Assert.Equal([new LeftOut("failed request", 1)], trace.LeftOut);
    }

    [Fact]
    public void AppendedBenchmarkRunsFollowOneAnother()
    {
        const string Run = """{"duration":2.0,"input_lens":[64,32],"output_lens":[3,2],"start_times":[8,8.5],"errors":["",""]}""";

        Assert.Equal([0, 0.5, 2, 2.5], Read(Run + "\n" + Run + "\n").Requests.Select(r => r.Arrival.Seconds));
    }

    [Theory]
    [InlineData("""{"num_prompts":4,"request_throughput":3}""", "t:1: input_lens is missing; run the benchmark with --save-detailed")]
    [InlineData("""{"input_lens":[1,2],"output_lens":[1],"start_times":[0,1]}""", "have 2, 1 and 2 entries")]
    [InlineData("{\"input_lens\":[1,2],\n\"output_lens\":[1", "t:2: this is not valid JSON, or the file was cut short")]
    [InlineData("""{"input_lens":[1,0],"output_lens":[1,1],"start_times":[0,1]}""", "input_lens[1] is 0")]
    public void FaultyBenchmarkResultsAreNamed(string content, string message) =>
        Assert.Contains(message, Assert.Throws<TraceFormatException>(() => Read(content)).Message, StringComparison.Ordinal);

    [Fact]
    public void LimitAndHorizonEndTheReading()
    {
        Assert.Equal(2, Read(Apex + "broken\n", new TraceReadOptions { Limit = 2 }).Requests.Count);
        Assert.Equal(2, Read(Apex + "broken\n", new TraceReadOptions { Horizon = Duration.Parse("2.5 s") }).Requests.Count);
    }

    private static RequestTrace Read(string content, TraceReadOptions? options = null) => TraceReader.Read("t", Encoding.UTF8.GetBytes(content), options ?? new TraceReadOptions());

    private static byte[] Compress(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return memory.ToArray();
    }
}
