using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Tests.Control;

public class ControllerOptionsTests
{
    private static readonly DramSpec Ddr4 = DramSpecReader.Open("ddr4-3200") with { Refresh = null };
    private static readonly long RowBytes = Ddr4.Organisation.Row.Count * Ddr4.Organisation.Banks;

    public static TheoryData<string, RowPolicy, RefreshMode> Choices()
    {
        var data = new TheoryData<string, RowPolicy, RefreshMode>();
        foreach (string preset in new[] { "ddr4-3200", "hbm2", "hbm3", "hbm4", "gddr6", "lpddr5-6400" })
        {
            foreach (RowPolicy policy in Enum.GetValues<RowPolicy>())
            {
                data.Add(preset, policy, RefreshMode.AllBanks);
                if (preset != "ddr4-3200") data.Add(preset, policy, RefreshMode.PerBank);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void EveryChoiceKeepsEveryRuleAndServesEveryRequest(string preset, RowPolicy policy, RefreshMode mode)
    {
        DramSpec shipped = DramSpecReader.Open(preset);
        DramSpec spec = shipped with { Refresh = shipped.Refresh! with { Mode = mode } };
        foreach (SchedulerKind kind in new[] { SchedulerKind.FrFcfsCap, SchedulerKind.BankParallel })
        {
            var checker = new CommandChecker(spec);
            var log = new CommandLog(command => checker.Check(command));
            var options = new ControllerOptions { RowPolicy = policy, RowTimeout = 40, BufferSize = 24, DrainFrom = 20, DrainTo = 4, HitCap = 4 };
            ChannelController controller = Schedulers.Build(kind, spec, log, options: options);

            controller.Run(Paused(RandomTrace.Of(spec, 10_000, 11)));

            Assert.Empty(checker.Violations.Take(3));
            Assert.Equal(10_000, controller.Statistics.Reads + controller.Statistics.Writes);
            Assert.True(controller.Statistics.CountOf(mode == RefreshMode.PerBank ? DramCommand.RefreshBank : DramCommand.RefreshAll) > 0);
        }
    }

    [Theory]
    [InlineData(RowPolicy.Open, 22)]
    [InlineData(RowPolicy.Closed, 0)]
    [InlineData(RowPolicy.Timeout, 0)]
    public void RowsClosedInTimeSaveTheirPrecharge(RowPolicy policy, long precharge)
    {
        var requests = new RequestLog(2);

        Run(new ControllerOptions { RowPolicy = policy }, Reads((0, 0), (1000, RowBytes)), requests);

        Assert.Equal(1 + precharge + 22 + 22 + 4, requests.Completed[1] - requests.Accepted[1]);
    }

    [Theory]
    [InlineData(123, 1)]
    [InlineData(124, 0)]
    public void RowStaysOpenForItsTimeoutAndNoLonger(long arrival, int hits)
    {
        // The first read is accepted at 0, its row opens at 1, its column command comes at 23; after 100 clocks the row closes at 123.
        ChannelStatistics statistics = Run(new ControllerOptions { RowPolicy = RowPolicy.Timeout, RowTimeout = 100 }, Reads((0, 0), (arrival - 1, 64)));

        Assert.Equal(hits, statistics.RowHits);
    }

    [Fact]
    public void AdaptiveBanksLeaveRowsOpenForStreamsAndCloseThemForConflicts()
    {
        (long, long)[] stream = [.. Enumerable.Range(0, 100).Select(i => (i * 200L, i * 64L))];
        (long, long)[] conflicts = [.. Enumerable.Range(0, 100).Select(i => (i * 200L, i * RowBytes))];
        var adaptive = new ControllerOptions { RowPolicy = RowPolicy.Adaptive };

        Assert.Equal(99, Run(adaptive, Reads(stream)).RowHits);
        Assert.Equal(2, Run(adaptive, Reads(conflicts)).RowConflicts);
        Assert.Equal(99, Run(new ControllerOptions(), Reads(conflicts)).RowConflicts);
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void WritesGoFirstFromTheirWatermarkOn(int writes, bool goFirst)
    {
        // All arrive while the first read's row opens; reads never run out before the writes are in.
        var log = new CommandLog();
        long[] arrivals = new long[writes + 12];
        long[] addresses = [.. Enumerable.Range(0, arrivals.Length).Select(i => i * 64L)];
        bool[] isWrite = [.. Enumerable.Range(0, arrivals.Length).Select(i => i > 0 && i <= writes)];
        var options = new ControllerOptions { BufferSize = 16, DrainFrom = 8, DrainTo = 2 };

        Schedulers.Build(SchedulerKind.FrFcfs, Ddr4, log, options: options).Run(new MemoryTrace(arrivals, addresses, isWrite));

        DramCommand[] columns = [.. log.Commands.Select(c => c.Command).Where(DramCommands.IsColumn)];
        Assert.Equal(goFirst ? DramCommand.Write : DramCommand.Read, columns[0]);
        if (goFirst) Assert.Equal(6, columns.TakeWhile(c => c == DramCommand.Write).Count());
    }

    [Theory]
    [InlineData(RefreshMode.AllBanks, 65, 1)]
    [InlineData(RefreshMode.AllBanks, 90, 2)]
    [InlineData(RefreshMode.AllBanks, 105, 4)]
    [InlineData(RefreshMode.PerBank, 65, 1)]
    [InlineData(RefreshMode.PerBank, 105, 4)]
    public void EveryBankIsRefreshedOnceAnIntervalOfItsTemperature(RefreshMode mode, double degrees, int divisor)
    {
        DramSpec hbm3 = DramSpecReader.Open("hbm3");
        DramSpec spec = hbm3 with { Refresh = hbm3.Refresh!.At(Celsius.FromDegrees(degrees)) with { Mode = mode } };
        long intervals = 100, ticks = hbm3.Refresh.IntervalClocks * 2;
        var log = new CommandLog();

        Schedulers.Build(SchedulerKind.FrFcfs, spec, log).Run(new MemoryTrace([intervals * ticks], [0], [false]));

        DramCommand refresh = mode == RefreshMode.PerBank ? DramCommand.RefreshBank : DramCommand.RefreshAll;
        int places = mode == RefreshMode.PerBank ? spec.Organisation.Banks : spec.Organisation.Ranks;
        ILookup<(int, int), IssuedCommand> byPlace = log.Commands.Where(c => c.Command == refresh).ToLookup(c => (c.Rank, c.Bank));
        Assert.Equal(places, byPlace.Count);
        Assert.All(byPlace, place => Assert.InRange(place.Count(), intervals * divisor - 1, intervals * divisor + 1));
        Assert.All(byPlace, place => Assert.All(place.Zip(place.Skip(1)), pair => Assert.InRange(pair.Second.Tick - pair.First.Tick, ticks / divisor - 4, ticks / divisor + 4)));
    }

    [Fact]
    public void RefreshingBankByBankLeavesTheOthersToWork()
    {
        DramSpec allBanks = DramSpecReader.Open("hbm3"), perBank = allBanks with { Refresh = allBanks.Refresh! with { Mode = RefreshMode.PerBank } };
        MemoryTrace trace = RandomTrace.Of(allBanks, 50_000, 3, jumpEvery: 64, writeEvery: 1_000_000);

        double worstAll = LatencyOf(allBanks, trace).Largest, worstOne = LatencyOf(perBank, trace).Largest;

        Assert.True(worstOne < worstAll, $"{worstOne} ticks against {worstAll}");
    }

    [Theory]
    [InlineData(SchedulerKind.Ramulator)]
    [InlineData(SchedulerKind.RamulatorRowHit)]
    [InlineData(SchedulerKind.DramSim3)]
    public void SchedulersOfThePeersTakeNoChoices(SchedulerKind kind)
    {
        var error = Assert.Throws<PresetException>(() => Schedulers.Build(kind, Ddr4, options: new ControllerOptions()));

        Assert.Contains("takes no choices; use frfcfs, frfcfs-cap, bank-parallel.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, 8, 8, "do not fit a buffer of 16")]
    [InlineData(16, 17, 2, "do not fit a buffer of 16")]
    [InlineData(0, 0, 0, "holds none")]
    public void WatermarksThatDoNotFitAreRefused(int buffer, int from, int to, string message)
    {
        var options = new ControllerOptions { BufferSize = buffer, DrainFrom = from, DrainTo = to };

        Assert.Contains(message, Assert.Throws<PresetException>(() => Schedulers.Build(SchedulerKind.FrFcfs, Ddr4, options: options)).Message, StringComparison.Ordinal);
    }

    private static ChannelStatistics Run(ControllerOptions options, MemoryTrace trace, RequestLog? requests = null)
    {
        ChannelController controller = Schedulers.Build(SchedulerKind.FrFcfs, Ddr4, requests: requests, options: options);
        controller.Run(trace);
        return controller.Statistics;
    }

    private static LatencyHistogram LatencyOf(DramSpec spec, MemoryTrace trace)
    {
        ChannelController controller = Schedulers.Build(SchedulerKind.FrFcfs, spec);
        controller.Run(trace);
        return controller.Statistics.ReadLatency;
    }

    private static MemoryTrace Reads(params (long Arrival, long Address)[] requests) =>
        new([.. requests.Select(r => r.Arrival)], [.. requests.Select(r => r.Address)], new bool[requests.Length]);

    /// <summary>The same requests with pauses between, so that rows idle and refreshes meet closed banks too.</summary>
    private static MemoryTrace Paused(MemoryTrace trace)
    {
        int[] all = [.. Enumerable.Range(0, trace.Count)];
        return new MemoryTrace([.. all.Select(i => i / 500 * 6_000L)], [.. all.Select(trace.AddressOf)], [.. all.Select(trace.IsWrite)]);
    }
}
