using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Traces;

namespace DeepStack.Sim.Workload.Tests.Traces;

public sealed class TraceTransformsTests
{
    private static readonly RequestTrace Trace = new("t", "made", [.. Enumerable.Range(0, 10).Select(i => new TraceRequest(i, $"r{i}", SimTime.Parse($"{i} s"), 100 * (i + 1), 50))]);

    [Fact]
    public void LimitKeepsTheFirstRequests() => Assert.Equal(Trace.Requests.Take(3), Trace.Limited(3).Requests);

    [Fact]
    public void UntilLeavesOutTheBound() => Assert.Equal(4, Trace.Until(Duration.Parse("4 s")).Requests.Count);

    [Fact]
    public void SpeedUpDividesEveryArrival() => Assert.Equal(SimTime.Parse("3.6 s"), Trace.SpedUp(2.5m).Requests[9].Arrival);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e-12)]
    public void ASpeedUpThatMakesNoSenseIsRefused(double factor) => Assert.Throws<TraceFormatException>(() => Trace.SpedUp((decimal)factor));

    [Fact]
    public void OverlongRequestsAreNamed()
    {
        var error = Assert.Throws<TraceFormatException>(() => Trace.Fitted(950, Overlong.Reject));

        Assert.Equal("t: 1 of 10 requests are longer than the model's 950 tokens: r9 (1000 + 50). Cut them with --overlong clip, or serve them anyway with --overlong extend.", error.Message);
    }

    [Fact]
    public void ClippedRequestsFitAndOthersStay()
    {
        RequestTrace clipped = Trace.Fitted(905, Overlong.Clip);

        Assert.Equal(Trace.Requests.Take(8), clipped.Requests.Take(8));
        Assert.Equal((900, 5), (clipped.Requests[8].InputTokens, clipped.Requests[8].OutputTokens));
        Assert.Equal((904, 1), (clipped.Requests[9].InputTokens, clipped.Requests[9].OutputTokens));
    }

    [Fact]
    public void ClippingAPromptCutsItsBlocks()
    {
        var request = new TraceRequest(0, "r", SimTime.Zero, 100, 10) { BlockHashes = [1, 2, 3, 4, 5, 6, 7], BlockTokens = 16 };

        TraceRequest clipped = new RequestTrace("t", "made", [request]).Fitted(33, Overlong.Clip).Requests[0];

        Assert.Equal(32, clipped.InputTokens);
        Assert.Equal([1, 2], clipped.BlockHashes);
    }

    [Fact]
    public void ExtendedRequestsStayAsTheyAre() => Assert.Same(Trace, Trace.Fitted(10, Overlong.Extend));
}
