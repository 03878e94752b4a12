using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Serving.Tests.Second;

public sealed class SecondEngineTests
{
    public static TheoryData<EngineMutation> Mutations => [.. Enum.GetValues<EngineMutation>().Where(m => m != EngineMutation.None)];

    [Fact]
    public void BothEnginesAgreeStepForStepAndTimeForTimeOnTenThousandScenarios()
    {
        for (ulong seed = 0; seed < 10_000; seed++)
        {
            string? difference = Compare(seed, EngineMutation.None);
            Assert.True(difference is null, $"scenario {seed}: {difference}");
        }
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void EachRuleOfTheLoopGotWrongIsNoticed(EngineMutation mutation)
    {
        bool noticed = false;
        for (ulong seed = 0; seed < 2000 && !noticed; seed++) noticed = Compare(seed, mutation) is not null;

        Assert.True(noticed, $"{mutation} goes unnoticed");
    }

    /// <summary>The first line in which the two logs differ; null if there is none.</summary>
    private static string? Compare(ulong seed, EngineMutation mutation)
    {
        var scenario = EngineScenario.Of(seed);
        var ours = new Log();
        ReplicaScheduler[] ranks = [.. Enumerable.Range(0, scenario.Ranks).Select(_ => new ReplicaScheduler(scenario.Spec))];
        new ServingRun(new Simulation(), scenario.Requests, [new ReplicaSetup(ranks, new Machine())], new RoundRobinRouter(), scenario.Costs, ours).RunToEnd();
        Sequence.LastOrder = 0;
        var second = new SecondEngine(scenario, mutation);
        second.Run(mostSteps: 2 * ours.Lines.Count + 10);
        int same = ours.Lines.Zip(second.Log).TakeWhile(pair => pair.First == pair.Second).Count();
        return same == ours.Lines.Count && same == second.Log.Count ? null
            : $"\"{ours.Lines.ElementAtOrDefault(same)}\" against \"{second.Log.ElementAtOrDefault(same)}\"";
    }

    private sealed class Machine : IStepModel
    {
        public Duration DurationOf(StepShape shape) => Duration.FromPicoseconds(EngineScenario.StepTime(shape.NewTokens, shape.Slices.Count));
    }

    private sealed class Log : IServingObserver
    {
        public List<string> Lines { get; } = [];

        public void StepEnded(int replica, ScheduledStep step, SimTime start, SimTime end) => Lines.Add(SecondEngine.Line(
            replica,
            start.Picoseconds,
            end.Picoseconds,
            step.Shape.Slices.Select((s, i) => (step.Parts[i].Request, s.NewTokens, s.ContextTokens)),
            step.Preempted,
            step.TokensReturned));

        public void RequestFinished(int replica, in RequestTimeline timeline)
        {
        }
    }
}
