using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Studies.Validation.Serving;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Studies.Tests;

public sealed class HostCostFitTests
{
    [DataFact("reference/measured")]
    [Trait("speed", "slow")]
    public void TheStatedHostCostsAreTheFitOfTheEightBillionRunWithinThreePerCent()
    {
        MeasuredRun run = MeasuredRun.ReadAll(Repository.DataPath("reference/measured")).Single(r => r.Model == "llama-3.1-8b");
        var replay = new MeasuredRunReplay(run, Repository.DataPath("reference/measured"), Repository.DataPath("traces"));

        HostCosts found = replay.FitHostCosts();

        Assert.True(replay.ErrorOf(replay.HostCosts) <= replay.ErrorOf(found) * 1.03, $"found {found} with {replay.ErrorOf(found)} s; stated {replay.ErrorOf(replay.HostCosts)} s");
    }
}
