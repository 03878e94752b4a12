using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Memory.Tests.Standards;

public class DramSpecReaderTests
{
    [Fact]
    public void EveryShippedStandardAndStackReads()
    {
        foreach (string name in PresetLibrary.NamesOf("dram")) Assert.NotEmpty(DramSpecReader.Open(name).Rules);
        foreach (string name in PresetLibrary.NamesOf("dram-stacks")) Assert.True(DramStackSpec.FromPreset(name).PeakBandwidth.BytesPerSecond > 0);
    }

    [Fact]
    public void EveryNumberOfAStandardSaysWhereItComesFrom()
    {
        foreach (string name in PresetLibrary.NamesOf("dram"))
        {
            PresetDocument document = PresetLibrary.Open("dram", name);
            DramSpecReader.Read(document);

            Assert.All(document.Provenance.Where(p => p.Path.StartsWith("timing.", StringComparison.Ordinal)), p => Assert.NotEmpty(p.Source));
            Assert.All(document.Provenance.Where(p => p.Path.StartsWith("rules[", StringComparison.Ordinal)), p => Assert.NotEmpty(p.Source));
        }
    }

    [Theory]
    [InlineData("tRC: 74", "tRC: 70", "contradiction")]
    [InlineData("tRP: 22", "tRP: -3", "negative")]
    [InlineData("at_least: tRCD,", "at_least: tRCX,", "unknown-timing")]
    [InlineData("from: [ACT], to: [PRE]", "from: [ACTIVATE], to: [PRE]", "unknown-command")]
    [InlineData("[row, bank, group, stack, rank, column]", "[row, bank, stack, rank, column]", "uncovered-map")]
    [InlineData("level: bank, from: [ACT], to: [PRE]", "level: banks, from: [ACT], to: [PRE]", "unknown-level")]
    [InlineData("tREFI: 12480", "tREFI: 500", "only-refresh")]
    [InlineData("mode: all-banks", "mode: per-bank", "no-bank-refresh")]
    [InlineData("organisation:", "bus: { data_clock: true }\norganisation:", "lone-data-clock")]
    [InlineData("  tCWL: 16\n", "", "no-write-latency")]
    public void WrongStandardsAreNamedByLine(string good, string bad, string what)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src/Presets/Data/dram/ddr4-3200.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);

        var error = Assert.Throws<PresetException>(() => DramSpecReader.Read(PresetDocument.Parse("bad.yaml", text.Replace(good, bad, StringComparison.Ordinal))));

        Snapshot.Verify(error.Message, name: what);
    }

    [Theory]
    [InlineData("12 X 40")]
    [InlineData("12 R")]
    [InlineData("12 R 40 7")]
    [InlineData("-1 R 40")]
    [InlineData("12 R 4g")]
    [InlineData("1700000000000000000 R 40")]
    public void LineThatIsNoRequestIsNamed(string line)
    {
        var error = Assert.Throws<PresetException>(() => TraceReader.Parse("some.trace", new StringReader("0 R 40\n" + line)));

        Assert.StartsWith("some.trace:2: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddressOutsideTheDeviceIsNamed()
    {
        Bytes capacity = DramSpecReader.Open("ddr4-3200").Organisation.Capacity;

        var error = Assert.Throws<PresetException>(() => TraceReader.Parse("some.trace", new StringReader("0 R 200000000"), capacity));

        Assert.Contains("some.trace:1: address 200000000 lies outside the DRAM, whose last byte is 1ffffffff", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5 W 1f40", 5, true, 0x1f40)]
    [InlineData("0x1F40 WRITE 5", 5, true, 0x1f40)]
    [InlineData("LD 8000", 0, false, 8000)]
    [InlineData("0x1f40 R", 0, false, 0x1f40)]
    public void NotationsOfThePeersAreRead(string line, long arrival, bool isWrite, long address)
    {
        MemoryTrace trace = TraceReader.Parse("some.trace", new StringReader(line));

        Assert.Equal((arrival, isWrite, address), (trace.ArrivalOf(0), trace.IsWrite(0), trace.AddressOf(0)));
    }
}
