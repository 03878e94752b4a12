using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Analytical.Tests.Kernels;

public sealed class KernelModelTests
{
    private static readonly Bandwidth MemoryRate = Bandwidth.FromBytesPerSecond(1e12);
    private static readonly Duration Latency = Duration.FromNanoseconds(400);
    private static readonly ComputeSpec Compute = PlatformPreset.Open("h100-8").Device.Compute with
    {
        Launch = new LaunchSpec(Duration.FromNanoseconds(1000), Duration.FromNanoseconds(20), Duration.FromNanoseconds(500), FusesElementwise: true),
        Shared = new SharedBufferSpec(Bytes.FromCount(1 << 20), Bandwidth.FromBytesPerSecond(2e12), Duration.FromNanoseconds(100)),
    };

    private static readonly KernelModel Model = new(new DeviceRates(Compute, MemoryRate, Latency));

    /// <summary>A load of 50 ns, a move of 10 ns and arithmetic of 30 ns.</summary>
    private static readonly StageRun Stage = new()
    {
        Waves = 1,
        StagesPerWave = 1,
        Load = Bytes.FromCount(50_000),
        FromShared = Bytes.FromCount(20_000),
        Compute = Duration.FromNanoseconds(30),
        Start = Duration.FromNanoseconds(20),
        Buffers = 64,
    };

    [Fact]
    public void OneStageLoadsMovesComputesAndStoresInTurn() =>
        Assert.Equal(1000 + 400 + 100 + 50 + 10 + 20 + 30 + 7, Nanoseconds(Stage with { Store = Bytes.FromCount(7_000) }));

    [Fact]
    public void ManyStagesTakeTheTimeOfTheMemory() => Assert.Equal(1500 + 100 * 50 + 10 + 30, Nanoseconds(Stage with { StagesPerWave = 100 }));

    [Fact]
    public void SlowArithmeticHidesTheMemoryButNotTheWaves() =>
        Assert.Equal(1500 + 50 + 10 + 100 * 60 + 5 * 20, Nanoseconds(Stage with { Waves = 5, StagesPerWave = 20, Compute = Duration.FromNanoseconds(60) }));

    [Fact]
    public void FewBuffersLetTheLatencyThrough() =>
        Assert.Equal(1500 + 90 + (100 - 2) / 2 * (500 + 90), Nanoseconds(Stage with { StagesPerWave = 100, Buffers = 2 }));

    [Fact]
    public void AFusedKernelIsNotLaunchedAndAReductionComesAfter()
    {
        var kernel = new Kernel("k", [Stage]);

        Duration plain = Model.Predict(kernel).Elapsed;

        Assert.Equal(Compute.Launch.Kernel, plain - Model.Predict(kernel with { IsFused = true }).Elapsed);
        Assert.Equal(Compute.Launch.Reduction, Model.Predict(kernel with { Reduces = true }).Elapsed - plain);
    }

    [Fact]
    public void ASecondRunAddsItsBoundAlone()
    {
        Duration one = Model.Predict(new Kernel("k", [Stage with { StagesPerWave = 100 }])).Elapsed;

        Duration two = Model.Predict(new Kernel("k", [Stage with { StagesPerWave = 60 }, Stage with { StagesPerWave = 40 }])).Elapsed;

        // The move between the runs is hidden: the first fills the pipe, the second drains it.
        Assert.Equal(one, two);
    }

    [Fact]
    public void APredictionAllocatesNothing()
    {
        var kernel = new Kernel("k", [Stage with { StagesPerWave = 60 }, Stage]);
        Model.Predict(kernel);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Model.Predict(kernel);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Nanoseconds(StageRun run) => Model.Predict(new Kernel("k", [run])).Elapsed.Picoseconds / 1e3;
}
