namespace DeepStack.Sim.Presets.Tests;

public sealed class PresetLibraryTests
{
    [Fact]
    public void EveryShippedPresetOpens()
    {
        Assert.NotEmpty(PresetLibrary.Kinds());
        foreach (string kind in PresetLibrary.Kinds())
        {
            foreach (string name in PresetLibrary.NamesOf(kind)) Assert.NotEmpty(PresetLibrary.Open(kind, name).Root.Keys);
        }
    }

    [Fact]
    public void AnUnknownNameSaysTheNearestAndAll()
    {
        string message = Assert.Throws<PresetException>(() => PresetLibrary.Open("models", "qwen3-32")).Message;

        Assert.StartsWith("There is no preset \"qwen3-32\" among models. Did you mean \"qwen3-32b\"? Known: ", message, StringComparison.Ordinal);
        Assert.EndsWith("; or give the path of a .yaml file.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Equal("There is no file \"nowhere.yaml\".", Assert.Throws<PresetException>(() => PresetLibrary.Open("models", "nowhere.yaml")).Message);

    [Theory]
    [InlineData("", "p.yaml:1: expected one document of \"key: value\" lines.")]
    [InlineData("- a", "p.yaml:1: expected one document of \"key: value\" lines.")]
    [InlineData("a: 1\n---\nb: 2", "p.yaml:1: expected one document of \"key: value\" lines.")]
    public void WhatIsNoMappingIsRefused(string yaml, string message) =>
        Assert.Equal(message, Assert.Throws<PresetException>(() => PresetDocument.Parse("p.yaml", yaml)).Message);

    [Theory]
    [InlineData("a: 1\nb: [", 3)]
    [InlineData("a: 1\na: 2", 2)]
    public void WhatIsNoYamlIsRefusedWithItsLine(string yaml, int line)
    {
        string message = Assert.Throws<PresetException>(() => PresetDocument.Parse("p.yaml", yaml)).Message;

        Assert.StartsWith($"p.yaml:{line}: this is not valid YAML: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bank", " Did you mean \"banks\"?")]
    [InlineData("BANKS", " Did you mean \"banks\"?")]
    [InlineData("completely different", "")]
    public void OnlyANearWordIsSuggested(string word, string sentence) => Assert.Equal(sentence, Spelling.DidYouMean(word, ["rows", "banks"]));
}
