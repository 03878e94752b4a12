using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Testing;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

public sealed class TraceReshapingTests
{
    [Fact]
    public void ClumpsAreSpreadUntilTheNextInstant()
    {
        RequestTrace trace = TraceOf(0, 0, 0, 3, 9, 9);

        Assert.Equal([0, 1, 2, 3, 9, 12], trace.Spread().Requests.Select(r => r.Arrival.Seconds));
    }

    [Fact]
    public void ATraceOfOneInstantStaysAsItIs() => Assert.Equal(TraceOf(0, 0).Requests, TraceOf(0, 0).Spread().Requests);

    [Fact]
    public void CutBlocksShareWhatTheWholeOnesShared()
    {
        var first = new TraceRequest(0, "a", SimTime.Zero, 100, 1) { BlockHashes = [70, 80], BlockTokens = 64 };
        var second = new TraceRequest(1, "b", SimTime.Zero, 130, 1) { BlockHashes = [70, 90, 95], BlockTokens = 64 };

        IReadOnlyList<TraceRequest> cut = new RequestTrace("t", "made", [first, second]).WithBlocksOf(16).Requests;

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], cut[0].BlockHashes);
        Assert.Equal([0, 1, 2, 3, 8, 9, 10, 11, 12], cut[1].BlockHashes);
        Assert.Equal(16, cut[1].BlockTokens);
    }

    [Fact]
    public void ASizeThatDoesNotDivideIsRefused()
    {
        RequestTrace trace = new("t", "made", [new TraceRequest(0, "a", SimTime.Zero, 100, 1) { BlockHashes = [70, 80], BlockTokens = 64 }]);

        Assert.Equal("t: blocks of 64 tokens cannot be cut into blocks of 48; choose a divisor.", Assert.Throws<TraceFormatException>(() => trace.WithBlocksOf(48)).Message);
    }

    [DataFact("traces/mooncake_conversation_first30min.jsonl.gz")]
    public void MooncakeInSmallBlocksKeepsItsSharingAndSpreadLosesItsClumps()
    {
        RequestTrace trace = TraceReader.Read(Repository.DataPath("traces/mooncake_conversation_first30min.jsonl.gz"), new TraceReadOptions());

        TraceStatistics reshaped = TraceStatistics.Of(trace.Spread().WithBlocksOf(16));

        Assert.Equal(0.341, reshaped.Prefixes!.SeenShare, 0.01);
        Assert.True(reshaped.GapVariation < 1);
    }

    private static RequestTrace TraceOf(params int[] seconds) =>
        new("t", "made", [.. seconds.Select((s, i) => new TraceRequest(i, $"r{i}", SimTime.Parse($"{s} s"), 10, 1))]);
}
