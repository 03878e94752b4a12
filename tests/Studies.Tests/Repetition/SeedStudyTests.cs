using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Studies.Repetition;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests.Repetition;

public sealed class SeedStudyTests
{
    [Fact]
    public void TheIntervalIsThatOfStudent()
    {
        var interval = new SeedInterval("x", [1, 2, 3, 4]);

        Assert.Equal(2.5, interval.Mean);
        Assert.Equal(3.182 * Math.Sqrt(5.0 / 3) / 2, interval.HalfWidth, 12);
    }

    [Fact]
    public void SeedsThatChangeNothingHaveNoWidthAndTheFirstValueIsThatOfTheRun()
    {
        Assert.All(Study(new ClientSpec()), interval => Assert.Equal(0, interval.HalfWidth, 9));
    }

    [Fact]
    public void RandomClientsScatterTheMetrics()
    {
        var leaving = new ClientSpec { LeavingShare = 0.3, LeavingAfter = Duration.FromSeconds(1) };

        Assert.True(Study(leaving).Single(i => i.Metric == "completed").HalfWidth > 0);
    }

    private static IReadOnlyList<SeedInterval> Study(ClientSpec clients)
    {
        Scenario scenario = PreparedRun.From(new Scenario
        {
            Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
            Model = "llama-3-8b",
            Requests = new RequestSelection { Limit = 60 },
            Clients = clients,
            Serving = new ServingOptions { StepModel = "constant:20 ms" },
        }).Scenario;
        var first = new RunMetrics();
        new SimulationRun(PreparedRun.From(scenario), new RunServices()).Execute(first);
        return SeedStudy.Run(scenario, first, 3, new RunServices());
    }
}
