using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Mapping.Tests.Programs;

public sealed class WeightPrefetchTests
{
    private static readonly CollectiveStep Exchange = new("exchange", CollectiveKind.AllReduce, Bytes.FromCount(1 << 20), new RankGroup(8));
    private static readonly KernelStep Product = Step("product", WorkKind.MatrixProduct), Norm = Step("norm", WorkKind.Elementwise), Attention = Step("attention", WorkKind.Attention);

    [Fact]
    public void TheProductBehindAnExchangeLoadsAheadPastNormsAndAcrossTheEndOfALayer()
    {
        Assert.Equal([false, false, true], MarkedOf(Exchange, Norm, Product));
        Assert.Equal([false, true, false], MarkedOf(Norm, Product, Exchange));
        Assert.Equal([true, false, false], MarkedOf(Product, Attention, Exchange));
    }

    [Fact]
    public void NothingLoadsAheadPastOtherWeightsOrAttentionOrBesideAnExchangeOfItsOwn()
    {
        Assert.Equal([false, true, false], MarkedOf(Exchange, Product, Product));
        Assert.Equal([false, false, false], MarkedOf(Exchange, Attention, Product));
        Assert.Equal([false, false], MarkedOf(Norm, Product));
        Assert.Equal([false, false, false], MarkedOf(Exchange, Product, Exchange with { Chunks = 4 }));
        Assert.Equal([false, false], MarkedOf(Exchange, Product with { Chunks = 4 }));
        Assert.Equal([false, false], MarkedOf(Exchange, Step("experts", WorkKind.Experts, onlyWeights: false)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(15)]
    public void StagesThatWereLoadedAheadLoadNothingAndAllElseStays(int stages)
    {
        Kernel kernel = Product.Kernel, loaded = WeightPrefetch.Loaded(kernel, stages);

        Assert.Equal(kernel.Runs.Sum(run => run.Stages), loaded.Runs.Sum(run => run.Stages));
        Assert.Equal(kernel.MemoryReads - kernel.Runs[0].Load * stages, loaded.MemoryReads);
        Assert.Equal(kernel.MemoryWrites, loaded.MemoryWrites);
        Assert.Equal(kernel.ComputeTime, loaded.ComputeTime);
        Assert.Equal(Starts(kernel), Starts(loaded));

        static Duration Starts(Kernel of) => of.Runs.Aggregate(Duration.Zero, (sum, run) => sum + run.Start * run.Waves);
    }

    private static bool[] MarkedOf(params ProgramStep[] steps) => [.. WeightPrefetch.Mark(steps).Select(step => step is KernelStep { LoadsAhead: true })];

    private static KernelStep Step(string name, WorkKind kind, bool onlyWeights = true)
    {
        var run = new StageRun { Waves = 3, StagesPerWave = 5, Load = Bytes.FromCount(100), Store = Bytes.FromCount(10), Compute = Duration.FromNanoseconds(5), Start = Duration.FromNanoseconds(7) };
        return new KernelStep(new Kernel(name, [run, run with { Waves = 1 }]) { LoadsOnlyWeights = onlyWeights }, kind);
    }
}
