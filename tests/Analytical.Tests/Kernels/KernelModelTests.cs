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
    public void FewBuffersLetTheLatencyThroughRoundByRound()
    {
        // Stages 1, 3, ... 99 each follow a round trip of 590 after the one two before; the hundredth comes a load of 50 after the one before.
        Assert.Equal(1000 + 50 * 590 + 50 + 20, Nanoseconds(Stage with { StagesPerWave = 100, Buffers = 2 }));
    }

    [Fact]
    public void ALoadWithinALineWaitsForTheBanksAsOftenAsItNeedsANewOne()
    {
        StageRun small = Stage with { FromShared = Bytes.Zero, Start = Duration.Zero };
        DeviceRates rates = new(Compute, MemoryRate, Latency) { MemoryLine = Bytes.FromCount(200_000), PathLatency = Duration.FromNanoseconds(100) };

        // A quarter of a line: 100 of the way always, 300 of the banks and 200 of the line one time in four.
        Assert.Equal(1000 + 100 + (300 + 200) / 4.0 + 30, Nanoseconds(new KernelModel(rates), small));
        Assert.Equal(1000 + 400 + 400 + 30, Nanoseconds(new KernelModel(rates), small with { Load = Bytes.FromCount(400_000) }));
    }

    [Fact]
    public void AStoreWithinALineWaitsForItsEndAsOftenAsItBeginsANewOne()
    {
        StageRun storing = Stage with { FromShared = Bytes.Zero, Start = Duration.Zero, Load = Bytes.Zero, Store = Bytes.FromCount(20_000) };
        DeviceRates rates = new(Compute, MemoryRate, Latency) { MemoryLine = Bytes.FromCount(200_000), WriteLatency = Duration.FromNanoseconds(50) };

        Assert.Equal(1000 + 30 + (50 + 200) / 10.0, Nanoseconds(new KernelModel(rates), storing));
    }

    [Fact]
    public void ANarrowWayToTheCoresFollowsTheMemoryForTheFirstLoadAndBoundsTheRest()
    {
        DeviceRates rates = new(Compute, MemoryRate, Latency) { PathRate = Bandwidth.FromBytesPerSecond(0.5e12) };

        Assert.Equal(1500 + 50 + 100 + 10 + 20 + 30, Nanoseconds(new KernelModel(rates), Stage));
        Assert.Equal(1500 + 50 + 100 * 100 + 10 + 30, Nanoseconds(new KernelModel(rates), Stage with { StagesPerWave = 100 }));
    }

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

    private static double Nanoseconds(StageRun run) => Nanoseconds(Model, run);

    private static double Nanoseconds(KernelModel model, StageRun run) => model.Predict(new Kernel("k", [run])).Elapsed.Picoseconds / 1e3;
}
