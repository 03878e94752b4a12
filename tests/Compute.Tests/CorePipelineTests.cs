using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute.Tests;

public sealed class CorePipelineTests : IEventHandler
{
    private static readonly Duration Launch = Duration.FromNanoseconds(1000);
    private static readonly Duration Wave = Duration.FromNanoseconds(100);
    private static readonly Duration MemoryLatency = Duration.FromNanoseconds(500);

    private readonly Simulation _simulation = new();
    private SimTime _end;

    void IEventHandler.Handle(long payload) => _end = _simulation.Now;

    [Fact]
    public void AComputeBoundKernelTakesItsStagesAfterTheFirstLoad()
    {
        Duration elapsed = Run(new StageRun { Waves = 1, StagesPerWave = 10, Load = Bytes.FromCount(100), Compute = Duration.FromNanoseconds(300), Start = Wave, Buffers = 4 });

        // launch + latency + 100 B at 1 B/ns + wave + 10 stages
        Assert.Equal(Duration.FromNanoseconds(1000 + 500 + 100 + 100 + 3000), elapsed);
    }

    [Fact]
    public void AMemoryBoundKernelTakesItsBytesAndOneStageAfterTheLast()
    {
        Duration elapsed = Run(new StageRun { Waves = 1, StagesPerWave = 10, Load = Bytes.FromCount(400), Compute = Duration.FromNanoseconds(50), Buffers = 8 });

        Assert.Equal(Duration.FromNanoseconds(1000 + 500 + 4000 + 50), elapsed);
    }

    [Fact]
    public void OneBufferSerialisesLoadAndCompute()
    {
        Duration elapsed = Run(new StageRun { Waves = 1, StagesPerWave = 3, Load = Bytes.FromCount(100), Compute = Duration.FromNanoseconds(50), Start = Wave, Buffers = 1 });

        Assert.Equal(Duration.FromNanoseconds(1000 + 100 + 3 * (500 + 100 + 50)), elapsed);
    }

    [Fact]
    public void BandwidthGrowsWithBuffersUntilTheyCoverTheLatency()
    {
        // Little's law: 600 ns round trip at 1 B/ns needs six buffers of 100 B.
        Duration[] elapsed = [.. Enumerable.Range(1, 8).Select(buffers => new CorePipelineTests().Run(
            new StageRun { Waves = 1, StagesPerWave = 100, Load = Bytes.FromCount(100), Compute = Duration.FromPicoseconds(1), Buffers = buffers }))];

        for (int buffers = 1; buffers < 6; buffers++) Assert.True(elapsed[buffers] < elapsed[buffers - 1]);
        Assert.True(elapsed[7] - elapsed[6] < Duration.FromNanoseconds(1));
        Assert.InRange(elapsed[7] / Duration.FromNanoseconds(10_000), 1.0, 1.2);
    }

    [Fact]
    public void EveryWavePaysItsStartAndItsStore()
    {
        Duration elapsed = Run(new StageRun { Waves = 3, StagesPerWave = 2, Compute = Duration.FromNanoseconds(300), Store = Bytes.FromCount(10), Start = Wave, Buffers = 2 });

        Assert.Equal(Duration.FromNanoseconds(1000 + 3 * 100 + 6 * 300 + 510), elapsed);
    }

    [Fact]
    public void AFusedKernelPaysNoLaunchAndASplitOneItsReduction()
    {
        var run = new StageRun { Waves = 1, StagesPerWave = 1, Compute = Duration.FromNanoseconds(10) };

        Duration plain = new CorePipelineTests().Run(new Kernel("k", [run]));
        Duration fused = new CorePipelineTests().Run(new Kernel("k", [run]) { IsFused = true });
        Duration split = new CorePipelineTests().Run(new Kernel("k", [run]) { Reduces = true });

        Assert.Equal(Launch, plain - fused);
        Assert.Equal(Duration.FromNanoseconds(2000), split - plain);
    }

    [Fact]
    public void AKernelMayPayAnotherLaunchAndReductionThanAProduct()
    {
        var run = new StageRun { Waves = 1, StagesPerWave = 1, Compute = Duration.FromNanoseconds(10) };
        var kernel = new Kernel("k", [run]) { Reduces = true, Launch = Duration.FromNanoseconds(7000), Reduction = Duration.FromNanoseconds(300) };

        Assert.Equal(Duration.FromNanoseconds(7000 + 10 + 300), new CorePipelineTests().Run(kernel));
        Assert.Equal(Duration.FromNanoseconds(10 + 300), new CorePipelineTests().Run(kernel with { IsFused = true }));
    }

    [Fact]
    public void LoadsThatOnlySomeChannelsServeTakeAsMuchLonger()
    {
        var run = new StageRun { Waves = 1, StagesPerWave = 10, Load = Bytes.FromCount(400), Buffers = 8 };

        Assert.Equal(Duration.FromNanoseconds(1000 + 500 + 4000), new CorePipelineTests().Run(run));
        Assert.Equal(Duration.FromNanoseconds(1000 + 500 + 8000), new CorePipelineTests().Run(run with { ChannelShare = 0.5 }));
    }

    [Theory]
    [InlineData(0, 4600)]
    [InlineData(100, 4600)]
    [InlineData(700, 4000)]
    [InlineData(1700, 3000)]
    [InlineData(9000, 3000)]
    public void StagesLoadedAheadAreThereAndNoMoreThanBuffersHold(int ahead, int expected)
    {
        // Six stages of 600 ns in four buffers, 1,000 ns of launch: the first four come by 500 + 2,400 ns, the others when buffers are free.
        Kernel kernel = new("k", [new StageRun { Waves = 1, StagesPerWave = 6, Load = Bytes.FromCount(600), Compute = Duration.FromPicoseconds(1), Buffers = 4 }]);

        Duration elapsed = RunAfter(kernel, Duration.FromNanoseconds(ahead));

        Assert.InRange((elapsed - Duration.FromNanoseconds(expected)).Picoseconds, -600_000, 600_000);
    }

    [Fact]
    public void EveryByteIsLoadedOnceWhetherAheadOrNot()
    {
        Kernel kernel = new("k", [new StageRun { Waves = 3, StagesPerWave = 5, Load = Bytes.FromCount(100), Compute = Duration.FromNanoseconds(20), Buffers = 4 }]);

        foreach (int ahead in (int[])[0, 300, 650, 5000])
        {
            var test = new CorePipelineTests();
            test.RunAfter(kernel, Duration.FromNanoseconds(ahead));
            Assert.Equal(kernel.MemoryReads, test._read);
        }
    }

    private Duration RunAfter(Kernel kernel, Duration ahead)
    {
        var memory = new CountingPort(this, new SerialPort(_simulation, Bandwidth.FromBytesPerSecond(1e9), MemoryLatency));
        var cores = new CorePipeline(_simulation, memory, new SerialPort(_simulation, Bandwidth.FromBytesPerSecond(1e12), Duration.Zero), new LaunchSpec(Launch, Wave, Launch, FusesElementwise: false));
        cores.Prefetch(kernel);
        _simulation.RunUntil(SimTime.Zero + ahead);
        SimTime start = _simulation.Now;
        cores.Start(kernel, this, 0);
        _simulation.RunToEnd();
        return _end - start;
    }

    private Bytes _read;

    private sealed class CountingPort(CorePipelineTests test, ITransferPort port) : ITransferPort
    {
        public void Submit(in Transfer transfer, IEventHandler whenDone, long payload)
        {
            test._read += transfer.Size;
            port.Submit(transfer, whenDone, payload);
        }
    }

    private Duration Run(StageRun run) => Run(new Kernel("k", [run]));

    private Duration Run(Kernel kernel)
    {
        var memory = new SerialPort(_simulation, Bandwidth.FromBytesPerSecond(1e9), MemoryLatency);
        var shared = new SerialPort(_simulation, Bandwidth.FromBytesPerSecond(1e12), Duration.Zero);
        var cores = new CorePipeline(_simulation, memory, shared, new LaunchSpec(Launch, Wave, Duration.FromNanoseconds(2000), FusesElementwise: false));
        cores.Start(kernel, this, 0);
        _simulation.RunToEnd();
        return _end - SimTime.Zero;
    }
}
