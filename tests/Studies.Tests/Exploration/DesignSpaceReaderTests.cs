using DeepStack.Sim.Studies.Exploration;

namespace DeepStack.Sim.Studies.Tests.Exploration;

public sealed class DesignSpaceReaderTests
{
    [Theory]
    [InlineData("model: llama-3-8b", "modle: llama-3-8b", "space:2: modle is not known here. Did you mean \"model\"?")]
    [InlineData("batches: [1, 32]", "batches: [32, 1]", "space:5: batches is [32, 1]; expected growing numbers")]
    [InlineData("tensor: [1, 2, 8]", "tensor: [1, 0]", "space:7: plans[0].tensor is [1, 0]; expected numbers of at least 1")]
    [InlineData("overlap: [none, prefetch]", "overlap: [interleaved]", "space:7: plans[0].overlap is interleaved, which the closed form")]
    [InlineData("columns: [6, 12]", "columns: [6]", "space:12: axes[0].set.chips/stack3d-logic:shared.mesh.columns has 1 values and chips/stack3d-logic:cores 2")]
    [InlineData("name: layers", "name: cores", "axes has two axes \"cores\"")]
    [InlineData("layers.connected: [1, 2]", "layers.connectd: [1, 2]", "space:15: layers.connectd is not known here. Did you mean \"connected\"?")]
    [InlineData("layers.connected: [1, 2]", "layers.connected: [1, 5]", "space:15: layers.connected is 5; expected between 1 and 4")]
    [InlineData("dram-stacks/tasa:", "dram-stacks/tasb:", "space:15: dram-stacks/tasb is no part of this machine. Did you mean \"dram-stacks/tasa\"?")]
    [InlineData("dram-stacks/tasa:layers.connected", "layers.connected", "space:15: layers.connected names no value of a preset; expected kind/name:path")]
    [InlineData("tensor: [1, 2, 8]", "tensor: [3]", "space:7: plans has none that spreads")]
    [InlineData("columns: [6, 12]", "columns: [6, 11]", "This is stack3d-8 with cores = 132, layers = 1.")]
    [InlineData("tokens: 1024", "tokens: 9000", "is longer than the 8192")]
    public void AFaultIsNamedWithFileAndLine(string right, string wrong, string message) =>
        Assert.Contains(message, SpaceFile.RefusalOf(SpaceFile.Small.Replace(right, wrong, StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ need: \"coers >= 66\" }", "space:16: rules[0].need is \"coers >= 66\"; expected the name of an axis before >=. Did you mean \"cores\"?")]
    [InlineData("{ need: \"cores 66\" }", "expected an axis, one of <= >= < > =, and a number or another axis")]
    [InlineData("{ need: \"cores >= 66 KiB\" }", "compares \"\" with \"KiB\"; expected the same unit on both sides")]
    [InlineData("{ need: \"cores >= many\" }", "expected a number or the name of an axis after >=")]
    [InlineData("{ when: \"cores > 66\" }", "rules[0].need is missing")]
    public void ARuleThatSaysNothingIsAFault(string rule, string message) =>
        Assert.Contains(message, SpaceFile.RefusalOf($"{SpaceFile.Small}\nrules: [{rule}]"), StringComparison.Ordinal);

    [Fact]
    public void AreaWithoutABudgetIsAFault() =>
        Assert.Contains("and there is no limits.area", SpaceFile.RefusalOf(SpaceFile.Small.Replace("- name: cores", "- name: cores\n    area: 1 mm2", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("temperature_by: stack", "space:16: limits.temperature_by belongs to limits.temperature, which is missing")]
    [InlineData("fixed_area: 1 mm2", "space:16: limits.fixed_area belongs to limits.area, which is missing")]
    public void AWordThatWouldDoNothingIsAFault(string word, string message) =>
        Assert.Contains(message, SpaceFile.RefusalOf($"{SpaceFile.Small}\nlimits: {{ {word} }}"), StringComparison.Ordinal);

    [Fact]
    public void LimitsOfPowerNeedAMachineThatSaysWhatStepsCost()
    {
        string text = SpaceFile.Small[..SpaceFile.Small.IndexOf("axes:", StringComparison.Ordinal)].Replace("stack3d-8", "atlas-edge", StringComparison.Ordinal).Replace("tensor: [1, 2, 8]", "tensor: [1]", StringComparison.Ordinal);

        Assert.Contains("which atlas-edge does not say", SpaceFile.RefusalOf($"{text}limits: {{ power: 100 W }}"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSpacesOfTheValidationAreRight()
    {
        string[] files = Directory.GetFiles(Path.Combine(Testing.Repository.Root, "validation", "exploration"), "*.yaml");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.All(DesignSpaceReader.Open(file).AllSilicon(), silicon => Assert.True(silicon.Open().Devices > 8)));
    }

    [Fact]
    public void TheShippedSpacesAreRight()
    {
        foreach (string name in Presets.PresetLibrary.NamesOf(DesignSpace.Kind)) Assert.NotEmpty(DesignSpaceReader.Open(name.Replace(".yaml", "", StringComparison.Ordinal)).Axes);
    }
}
