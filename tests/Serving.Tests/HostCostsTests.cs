using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Engines;

namespace DeepStack.Sim.Serving.Tests;

public sealed class HostCostsTests
{
    [Fact]
    public void ASlowerHostTakesLongerForEverything()
    {
        Duration each = Duration.FromPicoseconds(10), twice = Duration.FromPicoseconds(20);
        var costs = new HostCosts { PerStep = each, PerSequence = each, PerToken = each, PerRequest = each, PerPromptToken = each };

        Assert.Equal(new HostCosts { PerStep = twice, PerSequence = twice, PerToken = twice, PerRequest = twice, PerPromptToken = twice }, costs.OnHost(0.5));
        Assert.Equal(costs, costs.OnHost(1));
    }

    [Fact]
    public void ASlowerHostTakesLongerForAKernelThatItStartsByItself()
    {
        EngineProfile engine = EngineProfile.Open("vllm@0.2");

        Assert.Equal(engine.Graphs!.EagerKernel * 2, engine.OnHost(0.5).Graphs!.EagerKernel);
        Assert.Null(engine.Graphs.SizeFor(1));
    }
}
