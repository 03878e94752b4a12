using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Tests.Stacks;

public class DramStackTests
{
    private static readonly Bytes Gibibyte = Bytes.Parse("1 GiB");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FoldedStackAnswersAsAllChannelsDo(bool isWrite)
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Columns = 16 };
        Bytes size = Bytes.Parse("1 MiB") * 16;

        (SimTime folded, StackCounts foldedCounts) = Run(spec, isFolded: true, isWrite, size, size, size);
        (SimTime whole, StackCounts wholeCounts) = Run(spec, isFolded: false, isWrite, size, size, size);

        Assert.Equal(whole, folded);
        Assert.Equal(wholeCounts, foldedCounts);
    }

    [Fact]
    public void RowRunsLongerThanTheIntervalOfRefreshesAreFollowedByAllThatWereDue()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("atlas-edge");
        Duration row = spec.Row / spec.PortBandwidth, interval = spec.Clock.DurationOf(Cycles.FromCount(spec.Timings.RefreshInterval));

        (SimTime end, StackCounts counts) = Run(spec, isFolded: true, false, Bytes.Parse("16 MiB"));

        Assert.True(row > interval);
        Assert.InRange(counts.BankRefreshes / spec.Channels, (end - SimTime.Zero) / interval - 3, (end - SimTime.Zero) / interval + 1);
    }

    [Theory]
    [InlineData("64 B")]
    [InlineData("3000 B")]
    [InlineData("100 KiB")]
    [InlineData("1000001 B")]
    public void FoldedStackIsLateByAtMostOnePiece(string size)
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Columns = 16, Refresh = RefreshMode.None };

        (SimTime folded, StackCounts counts) = Run(spec, isFolded: true, false, Bytes.Parse(size));
        (SimTime whole, StackCounts wholeCounts) = Run(spec, isFolded: false, false, Bytes.Parse(size));

        Assert.InRange((folded - whole).Picoseconds, 0, (spec.Interleave / spec.PortBandwidth).Picoseconds);
        Assert.Equal(wholeCounts.Reads, counts.Reads, 4.0 + wholeCounts.Reads * 0.01);
    }

    [Fact]
    public void DataCrossesToTheEdgesOfTheLogicClock()
    {
        Clock logic = Clock.Parse("1.965 GHz");
        DramStackSpec spec = DramStackSpec.FromPreset("tasa");

        (SimTime plain, _) = Run(spec, isFolded: true, false, Gibibyte);
        (SimTime crossed, _) = Run(spec with { LogicClock = logic, CrossingEdges = 2 }, isFolded: true, false, Gibibyte);

        Assert.Equal(logic.Edge(logic.FirstEdgeAtOrAfter(crossed)), crossed);
        Assert.InRange((crossed - plain).Picoseconds, 0, 8000);
    }

    [Fact]
    public void CheckBitsTakeTheirShareOfThePort()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Refresh = RefreshMode.None };

        Duration plain = StackStream.Measure(spec, Gibibyte).Time, checkedTime = StackStream.Measure(spec with { AccessesPerCheck = 16 }, Gibibyte).Time;

        Assert.Equal(17.0 / 16, checkedTime / plain, 0.005);
    }

    [Fact]
    public void SlowLinkLimitsThePort()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Refresh = RefreshMode.None, LinkRate = Bandwidth.Parse("3 GB/s") };

        Assert.Equal(3e9 * 768, spec.PeakBandwidth.BytesPerSecond, 1);
        Assert.InRange(StackStream.Measure(spec, Gibibyte).BandwidthOf(Gibibyte) / spec.PeakBandwidth, 0.99, 1);
    }

    [Fact]
    public void StreamInASimulationTakesWhatTheBareChannelTakes()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Columns = 1024 };

        (SimTime end, StackCounts counts) = Run(spec, isFolded: true, false, Gibibyte);
        StreamResult bare = StackStream.Measure(spec, Gibibyte);

        Assert.Equal(bare.Time, end - SimTime.Zero);
        Assert.Equal(bare.Counts, counts);
    }

    [Fact]
    public void GibibyteOverAThousandChannelsStreamsNearThePeak()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa") with { Columns = 1024 };

        StreamResult result = StackStream.Measure(spec, Gibibyte);

        Assert.InRange(result.BandwidthOf(Gibibyte) / spec.PeakBandwidth, 0.97, 1);
        Assert.Equal(Gibibyte.Count / spec.Access.Count, result.Counts.Reads);
        Assert.InRange(result.Counts.Activations, Gibibyte.Count / spec.Row.Count, Gibibyte.Count / spec.Row.Count * 11 / 10);
    }

    [Fact]
    public void IdleSecondCostsAFewEvents()
    {
        DramStackSpec spec = DramStackSpec.FromPreset("tasa");
        var simulation = new Simulation();
        var stack = new DramStack(simulation, spec);
        var arrivals = new Arrivals(simulation);
        stack.Transfer(0, Bytes.Parse("1 MiB"), false, arrivals, 1);
        simulation.RunToEnd();
        simulation.RunUntil(SimTime.Parse("1 s"));
        long before = simulation.ProcessedCount;
        stack.Transfer(0, Bytes.Parse("1 MiB"), false, arrivals, 2);
        simulation.RunToEnd();

        Assert.InRange(simulation.ProcessedCount - before, 1, 100);
        Assert.InRange(stack.Counts.BankRefreshes / (spec.Columns * spec.Layers), 128_203, 128_207);
    }

    [Theory]
    [InlineData("tasa", false)]
    [InlineData("tasa", true)]
    [InlineData("atlas-edge", false)]
    public void AListenerHearsEveryCommandOfEveryBankAndChangesNothing(string preset, bool isWrite)
    {
        DramStackSpec spec = DramStackSpec.FromPreset(preset);
        spec = spec with { Columns = Math.Min(spec.Columns, 16) };
        Bytes size = Bytes.Parse("16 MiB");
        var listener = new Listener();

        (SimTime silentEnd, StackCounts silent) = Run(spec, isFolded: false, isWrite, size, size);
        (SimTime end, StackCounts counts) = Run(spec, isFolded: false, isWrite, new Probe(listener), size, size);

        Assert.Equal((silentEnd, silent), (end, counts));
        Assert.Equal(counts.Activations, listener.Count("activate"));
        Assert.Equal(counts.Precharges, listener.Count("precharge"));
        Assert.Equal(counts.BankRefreshes, listener.Count("refresh"));
        string kind = isWrite ? "write" : "read";
        Assert.Equal(counts.RowHits, listener.Count($"{kind}, row hit"));
        Assert.Equal(counts.RowMisses + counts.RowConflicts, listener.Count($"{kind}, row opened for it"));
        Assert.Equal((counts.Reads + counts.Writes) * spec.Access.Count, listener.Bytes);
    }

    private static (SimTime End, StackCounts Counts) Run(DramStackSpec spec, bool isFolded, bool isWrite, params Bytes[] sizes) => Run(spec, isFolded, isWrite, null, sizes);

    private static (SimTime End, StackCounts Counts) Run(DramStackSpec spec, bool isFolded, bool isWrite, Probe? probe, params Bytes[] sizes)
    {
        var simulation = new Simulation();
        var stack = new DramStack(simulation, spec, isFolded, probe);
        var arrivals = new Arrivals(simulation);
        long address = 0;
        foreach (Bytes size in sizes)
        {
            stack.Transfer(address, size, isWrite, arrivals, 0);
            address += size.Count;
        }
        simulation.RunToEnd();
        Assert.Equal(sizes.Length, arrivals.Count);
        return (arrivals.Last, stack.Counts);
    }

    /// <summary>Counts spans by name, and checks that an access finds on its bank the row that was opened last.</summary>
    private sealed class Listener : IProbeSink
    {
        private readonly List<string> _names = [];
        private readonly List<long> _counts = [];
        private readonly Dictionary<int, int> _open = [];
        private int _tracks;

        public long Bytes { get; private set; }

        public long Count(string name) => _counts[_names.IndexOf(name)];

        public int DefineTrack(string path) => _tracks++;

        public int DefineName(string name)
        {
            if (!_names.Contains(name))
            {
                _names.Add(name);
                _counts.Add(0);
            }
            return _names.IndexOf(name);
        }

        public void Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination)
        {
            Assert.True(end > start);
            _counts[name]++;
            Bytes += argument;
            if (_names[name] == "activate") _open[track] = row;
            else if (row >= 0) Assert.Equal(_open[track], row);
        }

        public void Counter(int track, int name, SimTime at, double value) => Assert.Fail("a stack has no counters");
    }

    private sealed class Arrivals(Simulation simulation) : IEventHandler
    {
        public SimTime Last { get; private set; }

        public int Count { get; private set; }

        public void Handle(long payload)
        {
            Last = simulation.Now;
            Count++;
        }
    }
}
