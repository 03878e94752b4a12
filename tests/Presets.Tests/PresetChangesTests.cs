namespace DeepStack.Sim.Presets.Tests;

public sealed class PresetChangesTests
{
    [Fact]
    public void APathBeginsWithItsPreset()
    {
        PresetChanges changes = new PresetChanges().Add(PresetOverride.Parse("links/nvlink4:rate=225 GB/s"));

        Assert.Equal(new PresetOverride("rate", "225 GB/s"), Assert.Single(changes.Of("links/nvlink4")));
    }

    [Theory]
    [InlineData("rate=1")]
    [InlineData("nvlink4:rate=1")]
    public void APathWithoutAPresetIsRefused(string text) =>
        Assert.Contains("names no value of a preset", Assert.Throws<PresetException>(() => new PresetChanges().Add(PresetOverride.Parse(text))).Message, StringComparison.Ordinal);

    [Fact]
    public void AChangeOfAPresetThatNobodyOpensIsRefused()
    {
        PresetChanges changes = new PresetChanges().Add(PresetOverride.Parse("links/nvlink4:rate=225 GB/s"));
        changes.Of("links/nvlink5");

        Assert.Contains("links/nvlink4 is no part of this machine", Assert.Throws<PresetException>(changes.RequireUse).Message, StringComparison.Ordinal);
        changes.Of("links/nvlink4");
        changes.RequireUse();
    }
}
