using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Presets.Tests;

public sealed class PresetSectionTests
{
    [Fact]
    public void ValuesAreReadInTheirUnits()
    {
        PresetDocument document = Parse("""
            name: stack
            banks: 16
            tRC: { value: 45.3 ns, kind: paper, source: "a paper" }
            rate: 1.6 TB/s
            on: true
            sizes: [1 KiB, 2 KiB]
            policy: open
            """);
        PresetSection root = document.Root;

        Assert.Equal("stack", root.Text("name"));
        Assert.Equal(16, root.Integer("banks", 1));
        Assert.Equal(Duration.FromPicoseconds(45_300), root.Get<Duration>("tRC"));
        Assert.Equal(1.6e12, root.Get<Bandwidth>("rate").BytesPerSecond);
        Assert.True(root.Flag("on", otherwise: false));
        Assert.Equal([1_024, 2_048], root.List<Bytes>("sizes").Select(b => b.Count));
        Assert.Equal("open", root.Choice("policy", "open", "closed"));
        document.Finish();
    }

    [Fact]
    public void WhatIsMissingMayHaveAStandIn()
    {
        PresetDocument document = Parse("name: x");
        PresetSection root = document.Root;
        root.Text("name");

        Assert.Equal(3, root.IntegerOr("banks", 3));
        Assert.Equal(Duration.Zero, root.Get("tRC", Duration.Zero));
        Assert.Equal("y", root.Text("other", "y"));
        Assert.True(root.Flag("on", otherwise: true));
        Assert.Null(root.OptionalSection("dram"));
        Assert.Empty(root.Sections("links"));
        Assert.Empty(root.List<long>("sizes"));
        document.Finish();
    }

    [Theory]
    [InlineData("banks: many", "p.yaml:1: banks is \"many\"; expected a whole number.")]
    [InlineData("banks: 0", "p.yaml:1: banks is 0; expected at least 1.")]
    [InlineData("banks: 99999999999999999999", "p.yaml:1: banks is \"99999999999999999999\"; expected a whole number that fits.")]
    [InlineData("banks: [1, 2]", "p.yaml:1: banks should be a single value.")]
    [InlineData("banks: { size: 1 }", "p.yaml:1: banks should be a single value.")]
    [InlineData("x: 1", "p.yaml:1: banks is missing.\np.yaml:1: x is not known here. Known: banks.")]
    [InlineData("bank: 16", "p.yaml:1: banks is missing.\np.yaml:1: bank is not known here. Did you mean \"banks\"? Known: banks.")]
    [InlineData("\n\nbanks: { value: -1, kind: paper }", "p.yaml:3: banks is -1; expected at least 1.")]
    [InlineData("banks: { value: 1, kind: papr }", "p.yaml:1: banks is of kind \"papr\"; expected one of datasheet, paper, derived, assumed, fitted, measured, chosen. Did you mean \"paper\"?")]
    [InlineData("banks: { value: 1, sorce: x }", "p.yaml:1: banks has \"sorce\" beside its value. Did you mean \"source\"? Known: value, kind, source.")]
    public void AWrongNumberIsOneFaultWithItsLine(string yaml, string message) => AssertFaults(yaml, root => root.Integer("banks", 1), message);

    [Fact]
    public void ANumberBeyondARangeSaysBothEnds() =>
        AssertFaults("banks: 9", root => root.Integer("banks", 1, 8), "p.yaml:1: banks is 9; expected between 1 and 8.");

    [Fact]
    public void AQuantityWithoutAUnitSaysWhichThereAre() =>
        AssertFaults("tRC: 45.3", root => root.Get<Duration>("tRC"), "p.yaml:1: tRC cannot be read: \"45.3\" has no known unit of duration; expected one of h, min, s, ms, us, ns, ps.");

    [Fact]
    public void AMistypedChoiceNamesTheNearest() =>
        AssertFaults("policy: opne", root => root.Choice("policy", "open", "closed"), "p.yaml:1: policy is \"opne\"; expected one of open, closed. Did you mean \"open\"?");

    [Fact]
    public void AFlagIsTrueOrFalse() =>
        AssertFaults("on: maybe", root => root.Flag("on", otherwise: false), "p.yaml:1: on is \"maybe\"; expected true or false.");

    [Fact]
    public void AMissingTextIsAFault() => AssertFaults("{}", root => root.Text("name"), "p.yaml:1: name is missing.");

    [Fact]
    public void ATextIsASingleValue() => AssertFaults("name: [a]", root => root.Text("name"), "p.yaml:1: name should be a single value.");

    [Fact]
    public void ASectionHoldsKeys() => AssertFaults("dram: 3", root => root.Section("dram"), "p.yaml:1: dram should hold further keys.");

    [Fact]
    public void AListHoldsValues() => AssertFaults("sizes: 3", root => root.List<long>("sizes"), "p.yaml:1: sizes should be a list of values (\"[a, b]\").");

    [Fact]
    public void AListOfSectionsHoldsSections() =>
        AssertFaults("links: [1]", root => root.Sections("links"), "p.yaml:1: links should be a list of sections (\"- key: value\").");

    [Fact]
    public void KeysOfInnerSectionsAreNamedInFull() => AssertFaults(
        """
        dram:
          timing:
            tRC: 45
        links:
          - rate: fast
        """,
        root =>
        {
            root.Section("dram").Section("timing").Get<Duration>("tRC");
            root.Sections("links")[0].Get<Bandwidth>("rate");
        },
        "p.yaml:3: dram.timing.tRC cannot be read: \"45\" has no known unit of duration; expected one of h, min, s, ms, us, ns, ps.\n"
        + "p.yaml:5: links[0].rate cannot be read: \"fast\" does not begin with a number.");

    [Fact]
    public void AMissingSectionIsOneFaultAndReadsAsEmpty() => AssertFaults(
        "name: x",
        root =>
        {
            root.Text("name");
            Assert.Equal(4, root.Section("dram").IntegerOr("banks", 4));
        },
        "p.yaml:1: dram is missing.");

    [Fact]
    public void AllFaultsOfAFileAreReportedAtOnce() => AssertFaults(
        "a: x\nb: 0\nd: 1",
        root =>
        {
            root.Integer("a");
            root.Integer("b", 1);
            root.Integer("c");
        },
        "p.yaml:1: a is \"x\"; expected a whole number.\np.yaml:2: b is 0; expected at least 1.\np.yaml:1: c is missing.\n"
        + "p.yaml:3: d is not known here. Did you mean \"a\"? Known: a, b, c.");

    [Fact]
    public void NumbersRememberWhereTheyComeFrom()
    {
        PresetDocument document = Parse("""
            kind: datasheet
            source: "the sheet"
            banks: 16
            timing:
              kind: assumed
              tRC: 45 ns
              tRP: { value: 14 ns, kind: paper, source: "a paper" }
              tCL: { value: 13 ns, source: "another sheet" }
            """);
        PresetSection timing = document.Root.Section("timing");
        document.Root.Integer("banks");
        foreach (string key in (string[])["tRC", "tRP", "tCL"]) timing.Get<Duration>(key);

        Assert.Equal(
            [
                new Provenance("banks", "16", "datasheet", "the sheet"),
                new Provenance("timing.tRC", "45 ns", "assumed", "the sheet"),
                new Provenance("timing.tRP", "14 ns", "paper", "a paper"),
                new Provenance("timing.tCL", "13 ns", "assumed", "another sheet"),
            ],
            document.Provenance);
    }

    private static PresetDocument Parse(string yaml) => PresetDocument.Parse("p.yaml", yaml);

    private static void AssertFaults(string yaml, Action<PresetSection> read, string message)
    {
        PresetDocument document = Parse(yaml);

        read(document.Root);

        Assert.Equal(message, Assert.Throws<PresetException>(document.Finish).Message.ReplaceLineEndings("\n"));
    }
}
