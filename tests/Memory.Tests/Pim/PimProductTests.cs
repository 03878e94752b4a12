using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Pim;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Memory.Tests.Pim;

public class PimProductTests
{
    private static readonly PimSpec Bank = WithoutRefresh(PimSpec.FromPreset("l3-dimm-bank"));
    private static readonly PimSpec Rank = WithoutRefresh(PimSpec.FromPreset("l3-dimm-rank"));
    private static readonly TimingTable T = Bank.Channel.Timings;

    [Fact]
    public void PeaksAreThoseOfThePaper()
    {
        // CHIME, table of designs: 13.0 TB/s beside banks, 1.6 TB/s at ranks.
        Assert.Equal(13.1e12, Bank.PeakBandwidth.BytesPerSecond, 0.01e12);
        Assert.Equal(1.64e12, Rank.PeakBandwidth.BytesPerSecond, 0.01e12);
    }

    [Fact]
    public void RowsOfAllBanksAreOpenedByTheRulesOfActivations()
    {
        // Sixteen activations: three times tFAW, then three short distances; then a row is streamed and closed.
        long train = 3 * T["tFAW"] + 3 * T["tRRD_S"];
        long row = train + T["tRCD"] + (Bank.Channel.Organisation.Columns - 1) * T["tCCD_L"] + T["tRTP"] + T["tRP"];

        Assert.Equal(row, ClocksOfOneMoreRow(WithRanks(Bank, 1)));
    }

    [Fact]
    public void RowsOpenedTogetherSaveTheTrain()
    {
        long row = T["tRCD"] + (Bank.Channel.Organisation.Columns - 1) * T["tCCD_L"] + T["tRTP"] + T["tRP"];

        Assert.Equal(row, ClocksOfOneMoreRow(WithRanks(Bank, 1) with { OpensRowsTogether = true }));
    }

    [Fact]
    public void UnitsAtARankHideRowsBehindTheirOtherBanks()
    {
        PimSpec one = WithRanks(Rank, 1);

        Assert.InRange(EfficiencyOf(one, Bytes.Parse("16 MiB")), 0.998, 1);
    }

    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(4, 512.0 / 520)]
    [InlineData(8, 0.5 * 512.0 / 520)]
    public void RanksShareTheCommandSlots(int ranks, double share)
    {
        // A column command every four clocks a rank, and a precharge and an activation for each bank's row of 128.
        PimSpec spec = WithRanks(Rank, ranks);

        Assert.Equal(share, EfficiencyOf(spec, Bytes.Parse("64 MiB")), 0.01);
    }

    [Fact]
    public void RefreshCostsItsTimeAndTheRowOpenedAgain()
    {
        PimSpec quiet = WithRanks(Bank, 1) with { OpensRowsTogether = true };
        PimSpec refreshed = quiet with { Channel = quiet.Channel with { Refresh = new RefreshSpec(T["tREFI"], RefreshMode.AllBanks) } };
        Bytes matrix = Bytes.Parse("512 MiB");
        double lost = (T["tRFC"] + T["tRP"] + T["tRCD"]) / (double)T["tREFI"];

        PimResult plain = Run(quiet, matrix), result = Run(refreshed, matrix);

        Assert.Equal(1 - lost, plain.Time / result.Time, 0.006);
        Assert.InRange(result.Counts.Refreshes / (double)refreshed.Channels, 0.95 * result.Time.Seconds / 7.8e-6 - 1, result.Time.Seconds / 7.8e-6 + 1);
    }

    [Theory]
    [InlineData("l3-dimm-bank")]
    [InlineData("l3-dimm-rank")]
    public void EveryByteIsMultipliedOnce(string preset)
    {
        PimSpec spec = PimSpec.FromPreset(preset);
        Bytes matrix = spec.DataOfCommand * (spec.Ranks * 1000L);

        PimCounts counts = PimProduct.Run(spec, matrix, Bytes.Parse("8 KiB"), Bytes.Parse("4 KiB")).Counts;

        Assert.Equal(matrix.Count, counts.Accesses * spec.Channel.Organisation.Access.Count);
        Assert.Equal((128L * spec.Ranks, 64L * spec.Ranks), (counts.Inputs, counts.Results));
        Assert.InRange(counts.Activations, counts.Accesses / spec.Channel.Organisation.Columns, counts.Accesses / 32);
    }

    [Fact]
    public void InputsAndResultsOfARanksShareTheLinesOfTheirChannel()
    {
        Bytes vector = Bytes.Parse("64 KiB"), tiny = Bytes.FromCount(1);
        PimSpec one = WithRanks(Bank, 1), four = WithRanks(Bank, 4);

        long single = Clocks(one, PimProduct.Run(one, tiny, vector, vector)), all = Clocks(four, PimProduct.Run(four, tiny, vector, vector));

        long lines = 2 * 1024 * T["tBL"];
        Assert.InRange(single, lines, lines + 300);
        Assert.InRange(all, 4 * lines, 4 * lines + 300);
    }

    [Theory]
    [InlineData("channel: ddr4-3200", "channel: ddr4-3300", "channel is \"ddr4-3300\"; expected one of")]
    [InlineData("channel: ddr4-3200", "channel: hbm3", "channel has 2 pseudo channels")]
    [InlineData("channel: ddr4-3200", "channel: lpddr5-6400", "channel opens rows with two commands")]
    [InlineData("level: rank", "level: chip", "level is \"chip\"")]
    [InlineData("together: false", "together: true", "opens_rows_together holds for units beside banks only")]
    public void WrongUnitsAreNamedByLine(string good, string bad, string message)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src/Presets/Data/dram-pim/l3-dimm-rank.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        string file = Path.Combine(Directory.CreateTempSubdirectory("pim").FullName, "units.yaml");
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));

        var error = Assert.Throws<PresetException>(() => PimSpec.FromPreset(file));

        Assert.StartsWith(file + ":", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static PimSpec WithoutRefresh(PimSpec spec) => spec with { Channel = spec.Channel with { Refresh = null } };

    private static PimSpec WithRanks(PimSpec spec, int ranks) => spec with { Channel = spec.Channel with { Organisation = spec.Channel.Organisation with { Ranks = ranks } } };

    private static PimResult Run(PimSpec spec, Bytes matrix) => PimProduct.Run(spec, matrix, Bytes.Zero, Bytes.Zero);

    private static long Clocks(PimSpec spec, PimResult result) => spec.Channel.Clock.FirstEdgeAtOrAfter(SimTime.Zero + result.Time).Count;

    private static double EfficiencyOf(PimSpec spec, Bytes matrix) => matrix.Count / Run(spec, matrix).Time.Seconds / spec.PeakBandwidth.BytesPerSecond;

    private static long ClocksOfOneMoreRow(PimSpec spec)
    {
        Bytes row = spec.DataOfCommand * (spec.Channel.Organisation.Columns * (long)spec.Ranks);
        return Clocks(spec, Run(spec, row * 5)) - Clocks(spec, Run(spec, row * 4));
    }
}
