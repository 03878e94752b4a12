using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events;

public sealed class RadixEventListTests
{
    private readonly RadixEventList _events = new(4);
    private readonly RecordingHandler _handler = new();

    [Fact]
    public void TiesKeepTheirOrderFarBeyondAnyGrowthOfThePool()
    {
        const int count = 200_000;
        for (int i = 0; i < count; i++) Schedule(i % 3 == 0 ? 1_000_003 : 1_000_000_007, i);

        _events.RunToEnd();

        long[] expected = [.. Enumerable.Range(0, count).Where(i => i % 3 == 0).Concat(Enumerable.Range(0, count).Where(i => i % 3 != 0)).Select(i => (long)i)];
        Assert.Equal(expected, _handler.Payloads);
    }

    [Fact]
    public void TiesScheduledFromFarAndNearKeepTheirOrder()
    {
        Schedule(1_000_000, 0);
        foreach (long time in (long[])[1, 999_000, 999_990, 999_999])
        {
            _events.Schedule(At(time), EventRank.Deliver, new RecordingHandler(payload => Schedule(1_000_000, payload)), time);
        }

        _events.RunToEnd();

        Assert.Equal([0, 1, 999_000, 999_990, 999_999], _handler.Payloads);
    }

    [Fact]
    public void ABetterRankAtThePresentInstantRunsNext()
    {
        Schedule(10, 1);
        _events.Schedule(At(10), EventRank.Deliver, new RecordingHandler(_ => Schedule(10, 2, EventRank.Complete)), 0);
        Schedule(10, 3);
        Schedule(10, 0, EventRank.Schedule);

        _events.RunToEnd();

        Assert.Equal([1, 2, 3, 0], _handler.Payloads);
    }

    [Fact]
    public void EventsAtTheBoundStayPending()
    {
        Schedule(99, 1);
        Schedule(100, 2);

        _events.RunUntil(At(100));

        Assert.Equal([1], _handler.Payloads);
        Assert.Equal(At(100), _events.Now);
        Assert.Equal(1, _events.PendingCount);
    }

    [Fact]
    public void ABoundBeforeSeveralEventsOfOneSlotOnlyMovesTheClock()
    {
        Schedule(1_000, 1);
        Schedule(1_001, 2);

        _events.RunUntil(At(500));
        Schedule(600, 0);
        _events.RunToEnd();

        Assert.Equal([0, 1, 2], _handler.Payloads);
    }

    [Fact]
    public void EventsBetweenTheClockAndAPendingOneComeFirst()
    {
        Schedule(5_000_000, 3);
        Schedule(5_000_001, 4);
        _events.RunUntil(At(4_999_999));

        Schedule(4_999_999, 1);
        Schedule(5_000_000, 5, EventRank.Complete);
        Schedule(4_999_999, 2);
        _events.RunToEnd();

        Assert.Equal([1, 2, 5, 3, 4], _handler.Payloads);
    }

    [Fact]
    public void ACancelledLastEventDoesNotMoveTheClock()
    {
        Schedule(10, 1);
        EventId last = Schedule(5_000, 2);
        _events.Schedule(At(20), EventRank.Deliver, new RecordingHandler(_ => _events.Cancel(last)), 0);

        _events.RunToEnd();
        Assert.Equal(At(20), _events.Now);
        Schedule(30, 3);
        Schedule(6_000, 4);
        _events.RunToEnd();

        Assert.Equal([1, 3, 4], _handler.Payloads);
    }

    [Fact]
    public void AnEventIsCancelledOnceAndNotAfterItRan()
    {
        EventId cancelled = Schedule(10, 1);
        EventId run = Schedule(20, 2);

        Assert.True(_events.Cancel(cancelled));
        Assert.False(_events.Cancel(cancelled));
        Assert.Equal(1, _events.PendingCount);
        _events.RunToEnd();
        EventId reused = Schedule(30, 3);

        Assert.False(_events.Cancel(run));
        Assert.False(_events.Cancel(cancelled));
        Assert.False(_events.Cancel(EventId.None));
        Assert.True(_events.Cancel(reused));
        Assert.Equal([2], _handler.Payloads);
        Assert.Equal(1, _events.ProcessedCount);
    }

    [Fact]
    public void StopEndsTheRunAfterThePresentEventAndLeavesTheClockThere()
    {
        _events.Schedule(At(10), EventRank.Deliver, new RecordingHandler(_ => _events.Stop()), 0);
        Schedule(10, 1);
        Schedule(20, 2);

        _events.RunUntil(At(100));
        Assert.Equal(At(10), _events.Now);
        Assert.Empty(_handler.Payloads);
        _events.RunUntil(At(100));

        Assert.Equal([1, 2], _handler.Payloads);
        Assert.Equal(At(100), _events.Now);
    }

    [Fact]
    public void AnExceptionInAHandlerLeavesTheListUsable()
    {
        _events.Schedule(At(10), EventRank.Deliver, new RecordingHandler(_ => throw new InvalidOperationException("broken model")), 0);
        Schedule(10, 1);
        Schedule(11, 2);

        Assert.Throws<InvalidOperationException>(_events.RunToEnd);
        Assert.Equal(2, _events.PendingCount);
        _events.RunToEnd();

        Assert.Equal([1, 2], _handler.Payloads);
    }

    [Fact]
    public void TheLastInstantIsReachedByRunToEndOnly()
    {
        _events.Schedule(SimTime.MaxValue, EventRank.Deliver, _handler, 1);
        _events.Schedule(SimTime.MaxValue, EventRank.Deliver, _handler, 2);

        _events.RunUntil(SimTime.MaxValue);
        Assert.Empty(_handler.Payloads);
        _events.RunToEnd();

        Assert.Equal([1, 2], _handler.Payloads);
    }

    [Fact]
    public void ThePastCannotBeScheduled()
    {
        _events.RunUntil(At(100));

        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Schedule(99, 0));
        Assert.Contains("before the present instant 100 ps", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule(100, 0, (EventRank)64));
        Assert.Equal(0, _events.PendingCount);
    }

    [Fact]
    public void SteadyStateAllocatesNothing()
    {
        var random = new RandomStream(1, "hold");
        var successor = new HoldHandler(_events, random);
        for (int i = 0; i < 1_000; i++) _events.Schedule(At(random.NextInteger(1 << 20)), EventRank.Deliver, successor, 0);
        _events.RunUntil(At(100L << 20));

        long before = GC.GetAllocatedBytesForCurrentThread();
        _events.RunUntil(At(300L << 20));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_000, _events.PendingCount);
    }

    private static SimTime At(long picoseconds) => SimTime.FromPicoseconds(picoseconds);

    private EventId Schedule(long time, long payload, EventRank rank = EventRank.Deliver) => _events.Schedule(At(time), rank, _handler, payload);

    private sealed class HoldHandler(RadixEventList events, RandomStream random) : IEventHandler
    {
        public void Handle(long payload) =>
            events.Schedule(events.Now + Duration.FromPicoseconds(random.NextInteger(1 << 20)), EventRank.Deliver, this, payload);
    }
}
