using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Studies.Calibration;
using DeepStack.Sim.Studies.Validation.Areas;
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
        double ErrorOf(HostCosts costs) => RootMeanSquare(run, replay.Run(costs));
        var fit = new HostCostFit(ErrorOf);

        HostCosts found = fit.Run(HostCosts.None with { PerStep = Duration.FromNanoseconds(1_000_000) });

        Assert.True(ErrorOf(replay.HostCosts) <= fit.Error * 1.03, $"found {found} with {fit.Error} s; stated {ErrorOf(replay.HostCosts)} s");
    }

    private static double RootMeanSquare(MeasuredRun run, RecordingObserver ours) => Math.Sqrt(run.Requests.Rows.Select((row, i) =>
        Math.Pow(ours.Timelines[i].FirstToken.Seconds - row.Get<double>("first_token_s"), 2)
        + Math.Pow(ours.Timelines[i].LastToken.Seconds - row.Get<double>("last_token_s"), 2)).Average());
}
