using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests;

public sealed class ConversationTests
{
    // A prompt of 40 tokens and an answer of 30, repeated by a prompt of 100 with an answer of 20, repeated by one of 130.
    private static readonly TraceRequest[] Turns =
    [
        Turn(0, 40, 30, 1, 2, 90),
        Turn(1, 100, 20, 1, 2, 3, 4, 5, 6, 91),
        Turn(2, 130, 5, 1, 2, 3, 4, 5, 6, 7, 8, 92),
    ];

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    [InlineData(32)]
    public void ATurnFindsThePromptAndTheAnswerBeforeIt(int blockTokens)
    {
        RequestTimeline[] turns = Run(Turns, blockTokens);

        // The last token of an answer is never computed by its own turn.
        Assert.Equal([0, Full(40 + 30 - 1), Full(100 + 20 - 1)], turns.Select(t => t.CachedTokens));
        int Full(int tokens) => tokens / blockTokens * blockTokens;
    }

    [Fact]
    public void ATurnOfAnotherSessionFindsNoMoreThanTheNamesSay()
    {
        RequestTimeline[] turns = Run([Turns[0], Turns[1] with { Session = "other" }], 16);

        Assert.Equal([0, 32], turns.Select(t => t.CachedTokens));
    }

    [Theory]
    [InlineData(69, 1)]
    [InlineData(100, 9)]
    public void APromptThatDoesNotRepeatTheTurnIsNoContinuation(int input, long secondHash)
    {
        TraceRequest next = Turn(1, input, 20, 1, secondHash, 3, 4, 5, 6, 91);

        Assert.Same(Turns[0], Conversations.Joined([Turns[0], next])[0]);
    }

    [Fact]
    public void RequestsWithoutSessionsAreLeftAsTheyAre()
    {
        TraceRequest[] alone = [.. Turns.Select(t => t with { Session = null })];

        Assert.Same(alone, Conversations.Joined(alone));
    }

    private static TraceRequest Turn(int index, int input, int output, params long[] hashes) =>
        TestTrace.Hashed(index, input, output, hashes) with { Session = "one" };

    private static RequestTimeline[] Run(TraceRequest[] turns, int blockTokens)
    {
        var log = new Log();
        var scheduler = new ReplicaScheduler(new SchedulerSpec { BlockTokens = blockTokens, BlockCount = 100, PrefixCaching = true });
        new ServingRun(
            new Simulation(),
            turns,
            [new ReplicaSetup(scheduler, new ConstantStepModel(Duration.FromNanoseconds(1_000)))],
            new RoundRobinRouter(),
            HostCosts.None,
            log,
            clients: new ClientSpec { Count = 1 }).RunToEnd();
        return [.. log.Finished];
    }

    private sealed class Log : IServingObserver
    {
        public List<RequestTimeline> Finished { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end)
        {
        }

        public void RequestFinished(int replica, in RequestTimeline timeline) => Finished.Add(timeline);
    }
}
