using DeepStack.Sim.Analytical.GenZ;

namespace DeepStack.Sim.Analytical.Tests.GenZ;

public sealed class GenZQuirksTests
{
    [Fact]
    public void EveryQuirkIsListedOnce()
    {
        Assert.Equal(typeof(GenZQuirks).GetProperties().Count(p => p.PropertyType == typeof(bool)), GenZQuirkList.All.Count);
        Assert.Equal(GenZQuirkList.All.Count, GenZQuirkList.All.Select(quirk => quirk.Correct(GenZQuirks.AsTheTool)).Distinct().Count());
        Assert.All(typeof(GenZQuirks).GetProperties().Where(p => p.PropertyType == typeof(bool)), p => Assert.Equal(false, p.GetValue(GenZQuirks.Corrected)));
    }

    [Fact]
    public void EveryCorrectionChangesSomeEstimate()
    {
        GenZPoint[] points = [.. GenZSamples.Random("quirks", 1000)];

        Assert.All(GenZQuirkList.All, quirk => Assert.Contains(points, p => GenZEngine.Estimate(p, quirk.Correct(GenZQuirks.AsTheTool)) != GenZEngine.Estimate(p, GenZQuirks.AsTheTool)));
    }

    [Fact]
    public void DenseDecodeOnOneDeviceNeedsNoCorrection()
    {
        GenZPoint point = GenZSamples.Point("meta-llama/Llama-3.1-8B", "H100_GPU", GenZStage.Decode) with { Batch = 64 };

        Assert.Equal(GenZEngine.Estimate(point, GenZQuirks.AsTheTool), GenZEngine.Estimate(point, GenZQuirks.Corrected));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3.5)]
    [InlineData(1000, 8)]
    public void DecodeReadsTheExpertsThatItsTokensReach(long batch, double experts)
    {
        GenZPoint point = GenZSamples.Point("mistralai/Mixtral-8x7B", "GB200", GenZStage.Decode) with { Batch = batch };

        GenZEstimate estimate = GenZEngine.Estimate(point, GenZQuirks.AsTheTool with { DecodeExpertsIgnoreBatch = false });

        double expert = 3.0 * 4096 * 14336 * 32 * 2;
        Assert.Equal((8 - experts) * expert, estimate.IdleWeights, 1e-6 * expert);
    }

    [Fact]
    public void CausalAttentionOfOneTokenIsTheWholeSquare()
    {
        GenZPoint point = GenZSamples.Point("meta-llama/Llama-3.1-8B", "H100_GPU", GenZStage.Prefill) with { InputTokens = 1 };

        Assert.Equal(GenZEngine.Estimate(point, GenZQuirks.AsTheTool), GenZEngine.Estimate(point, GenZQuirks.AsTheTool with { AttentionIgnoresCausality = false }));
    }

    [Fact]
    public void TheCacheOfTheWholeBatchMustFit()
    {
        GenZPoint point = GenZSamples.Point("meta-llama/Llama-2-7B", "A100_80GB_GPU", GenZStage.Decode) with { Plan = new GenZPlan(1, 4, 1), Batch = 256, InputTokens = 4096 };

        Assert.Equal(GenZFit.Fits, GenZEngine.Estimate(point, GenZQuirks.AsTheTool).Fit);
        Assert.Equal(GenZFit.OutOfMemory, GenZEngine.Estimate(point, GenZQuirks.AsTheTool with { OneMicrobatchMustFit = false }).Fit);
    }
}
