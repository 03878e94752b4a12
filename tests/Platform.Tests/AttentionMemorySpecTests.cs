using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Platform.Tests;

public sealed class AttentionMemorySpecTests
{
    private static readonly AttentionMemorySpec Bank = PlatformPreset.Open("l3-a100-8").AttentionMemory!, Rank = PlatformPreset.Open("l3-a100-8-rank").AttentionMemory!;

    [Fact]
    public void BandwidthsOfBanksAndRanksAreThoseOfThePaper()
    {
        // CHIME's table of designs: 13.0 and 1.6 TB/s; from 64 ranks of 8 chips of 16 banks that give 8 B every tCCD_L, and 64 ranks of 25.6 GB/s.
        Assert.Equal(13.0e12, Bank.Units.PeakBandwidth.BytesPerSecond, 0.15e12);
        Assert.Equal(1.6e12, Rank.Units.PeakBandwidth.BytesPerSecond, 0.05e12);
        Assert.Equal(64, Bank.Ranks);
        Assert.Equal(25.6e9, Bank.LineRate.BytesPerSecond, 1e6);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(8, 1)]
    public void HeadsAtOnceWithoutBubblesAreThoseOfThePaper(int group, double heads) => Assert.Equal(heads, Bank.BubbleFreeHeads(128, group, Bytes.FromCount(2)), 1e-9);

    [Fact]
    public void QueriesBeyondThoseOfACommandStreamKeysAgain()
    {
        Assert.Equal((1, 1, 2), (Bank.CommandStreams(1), Bank.CommandStreams(8), Bank.CommandStreams(9)));
    }

    [Fact]
    public void NothingCrossesBetweenChipsAndAUnitAtTheRank()
    {
        Assert.Equal(Bytes.FromCount(48), Bank.Crossing);
        Assert.Equal(Bytes.Zero, Rank.Crossing);
    }

    [Fact]
    public void TheMachineIsTheOneWithoutTheMemoryOtherwise()
    {
        PlatformSpec plain = PlatformPreset.Open("a100-8"), with = PlatformPreset.Open("l3-a100-8");

        Assert.Null(plain.AttentionMemory);
        Assert.Equal(plain.Device.Memory.Capacity, with.Device.Memory.Capacity);
        Assert.Equal(plain.NetworkRate, with.NetworkRate);
        Assert.Equal(["dram-pim/l3-dimm-bank", "links/pcie4-x16"], with.Presets.Select(use => use.Name).Except(plain.Presets.Select(use => use.Name)).Where(name => !name.StartsWith("platforms/", StringComparison.Ordinal)));
    }

    [Fact]
    public void ItsUnitsAndLinkCanBeChangedLikeTheRestOfTheMachine()
    {
        PresetChanges changes = new PresetChanges().Add("dram-pim/l3-dimm-bank", new PresetOverride("channels", "8")).Add("links/pcie4-x16", new PresetOverride("latency", "1 us"));

        AttentionMemorySpec changed = PlatformPreset.Open("l3-a100-8", changes).AttentionMemory!;

        Assert.Equal((32, Duration.Parse("1 us")), (changed.Ranks, changed.Link.Latency));
    }

    [Theory]
    [InlineData("units: l3-dimm-bank", "units: l3-dimm-bunk", "l3-dimm-bunk")]
    [InlineData("link: pcie4-x16", "link: pcie9-x16", "pcie9-x16")]
    [InlineData("value: 2 TB", "value: 0 B", "attention_memory.capacity must be positive")]
    [InlineData("value: 8, kind: assumed", "value: 0, kind: assumed", "queries_per_command is 0")]
    [InlineData("partial_score:", "partial_scores:", "partial_score")]
    public void AWrongSectionIsRefused(string good, string bad, string message)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, "src/Presets/Data/platforms/l3-a100-8.yaml"));
        Assert.Contains(good, text, StringComparison.Ordinal);
        string file = Path.Combine(Directory.CreateTempSubdirectory("l3").FullName, "machine.yaml");
        File.WriteAllText(file, text.Replace(good, bad, StringComparison.Ordinal));

        var error = Assert.Throws<PresetException>(() => PlatformPreset.Open(file));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
