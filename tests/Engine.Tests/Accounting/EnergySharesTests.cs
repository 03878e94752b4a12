using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.Accounting;

public sealed class EnergySharesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RequestsAndLayersShareAllEnergyOfOperators(int replicas)
    {
        var records = new RecordedRun();
        new SimulationRun(
            PreparedRun.From(new Scenario
            {
                Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
                Model = "llama-3-8b",
                Plan = new ParallelPlan(2, replicas),
                Requests = new RequestSelection { Limit = 12 },
            }),
            new RunServices()).Execute(records);
        var shares = new EnergyShares();
        records.PlayTo(shares);

        double all = records.Operators.Sum(op => op.Energy.Joules * op.Repeat * op.Devices);
        Assert.Equal(12, shares.Requests.Count);
        Assert.Equal(1, shares.Requests.Sum() / all, 1e-9);
        Assert.Equal(1, shares.Layers.Sum(l => l.Key * l.Value) / all, 1e-9);
        Assert.Equal([1, 32], shares.Layers.Keys);
        Assert.True(shares.PercentileOfRequests(0.5) < shares.PercentileOfRequests(0.99));
    }
}
