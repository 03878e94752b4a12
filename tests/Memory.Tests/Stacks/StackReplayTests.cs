using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;

namespace DeepStack.Sim.Memory.Tests.Stacks;

public class StackReplayTests
{
    public static TheoryData<string, RowPolicy, RefreshMode> Choices()
    {
        var data = new TheoryData<string, RowPolicy, RefreshMode>();
        foreach (string preset in Presets.PresetLibrary.NamesOf("dram-stacks"))
        {
            foreach (RefreshMode mode in Enum.GetValues<RefreshMode>()) data.Add(preset, (RowPolicy)((int)mode % 4), mode);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void EveryStackKeepsEveryRuleOnRandomTraces(string preset, RowPolicy policy, RefreshMode mode)
    {
        DramStackSpec spec = Small(preset) with { RowPolicy = policy, RowTimeout = 30, Refresh = mode };

        CommandChecker checker = Checked(spec, Random(spec, 4000), refreshDivisor: 4);

        Assert.Empty(checker.Violations.Take(3));
        Assert.True(checker.Checked > 4000);
    }

    [Fact]
    public void ActivationLimitsAreKept()
    {
        DramStackSpec spec = Small("tasa") with
        {
            LayerActivations = new ActivationLimit(8, Cycles.FromCount(120)),
            StackActivations = new ActivationLimit(16, Cycles.FromCount(100)),
            LinkRate = Bandwidth.Parse("3 GB/s"),
        };
        MemoryTrace trace = Random(spec, 4000);

        Assert.Empty(Checked(spec, trace).Violations.Take(3));
    }

    [Theory]
    [InlineData(0, 3, "ACT to RD/WR in the same bank: tRCD")]
    [InlineData(1, 1, "ACT to PRE in the same bank: tRAS")]
    public void TighterRulesThanTheStacksAreFoundBroken(int rule, int slower, string name)
    {
        DramStackSpec spec = Small("tasa");
        DramStackSpec strict = spec with
        {
            Timings = rule == 0 ? spec.Timings with { RowToColumn = [spec.Timings.RowToColumn[0] + slower] } : spec.Timings with { RowActive = spec.Timings.RowActive + slower },
        };
        var checker = new CommandChecker(StackRules.Of(strict), isBusChecked: false);

        new StackReplay(spec, Random(spec, 500), 64, log: new CommandLog(command => checker.Check(command))).Run();

        Assert.Contains(checker.Violations, v => v.Rule == name);
    }

    [Theory]
    [InlineData("tasa")]
    [InlineData("sedram")]
    [InlineData("stratum")]
    public void CommandsAreThoseThatWereCounted(string preset)
    {
        DramStackSpec spec = Small(preset);
        MemoryTrace trace = Random(spec, 3000);
        var log = new CommandLog();
        StackReplay whole = new(spec, trace, 200), logged = new(spec, trace, 200, log: log);

        ChannelStatistics expected = whole.Run(), ours = logged.Run();

        Assert.Equal(whole.Counts, logged.Counts);
        Assert.Equal((expected.Ticks, expected.ReadLatency.Sum, expected.ReadLatency.Largest), (ours.Ticks, ours.ReadLatency.Sum, ours.ReadLatency.Largest));
        foreach (DramCommand command in new[] { DramCommand.Activate, DramCommand.Read, DramCommand.Write })
            Assert.Equal(ours.CountOf(command), log.Commands.Count(c => c.Command == command));
        Assert.Equal(log.InOrder().Select(c => c.Tick).Order(), log.InOrder().Select(c => c.Tick));
    }

    [Fact]
    public void EveryRunIsAHitAMissOrAConflict()
    {
        DramStackSpec spec = Small("tasa") with { Refresh = RefreshMode.None };
        long stride = spec.Interleave.Count * spec.Channels;
        long layers = spec.LayersOfPort(0);

        // Rows of one channel go over its layers first: miss, hit in the same row, the next row of the same bank.
        ChannelStatistics statistics = new StackReplay(spec, new MemoryTrace([0, 1000, 2000], [0, 64, stride * layers], new bool[3]), 64).Run();

        Assert.Equal((1L, 1L, 1L), (statistics.RowHits, statistics.RowMisses, statistics.RowConflicts));
    }

    [Fact]
    public void FirstAccessTakesRowAndColumnTime()
    {
        DramStackSpec spec = Small("tasa") with { Refresh = RefreshMode.None };

        ChannelStatistics statistics = new StackReplay(spec, new MemoryTrace([100], [0], [false]), spec.Access.Count).Run();

        long vertical = spec.Clock.CyclesCovering(spec.LatencyPerLayer).Count;
        Assert.Equal(spec.Timings.RowToColumn[0] + spec.Timings.ReadLatency + spec.Timings.Burst + vertical, statistics.ReadLatency.Largest);
    }

    [Fact]
    public void ReplayEqualsStreamingWhatTheEngineStreams()
    {
        DramStackSpec spec = Small("tasa");
        Bytes size = spec.Interleave * (spec.Channels * 64);

        ChannelStatistics replayed = new StackReplay(spec, new MemoryTrace([0], [0], [false]), size.Count, queue: int.MaxValue).Run();

        Assert.InRange(replayed.Ticks, 1, long.MaxValue);
        Assert.Equal(StackStream.Measure(spec, size).Time.Picoseconds, spec.Clock.DurationOf(Cycles.FromCount(replayed.Ticks)).Picoseconds, 64.0 * 1000 * 2);
    }

    private static CommandChecker Checked(DramStackSpec spec, MemoryTrace trace, int refreshDivisor = 1)
    {
        var checker = new CommandChecker(StackRules.Of(spec), isBusChecked: false);
        new StackReplay(spec, trace, 256, 64, refreshDivisor, new CommandLog(command => checker.Check(command))).Run();
        return checker;
    }

    /// <summary>The same banks and ports, fewer columns.</summary>
    private static DramStackSpec Small(string preset) => DramStackSpec.FromPreset(preset) with { Columns = 4 };

    /// <summary>Requests in bursts with pauses between, so that rows idle and refreshes meet closed banks too.</summary>
    private static MemoryTrace Random(DramStackSpec spec, int requests)
    {
        MemoryTrace trace = RandomTrace.Of(spec.Capacity, Bytes.FromCount(256), requests, 5, jumpEvery: 3);
        int[] all = [.. Enumerable.Range(0, requests)];
        return new MemoryTrace([.. all.Select(i => i / 200 * 1500L)], [.. all.Select(trace.AddressOf)], [.. all.Select(trace.IsWrite)]);
    }
}
