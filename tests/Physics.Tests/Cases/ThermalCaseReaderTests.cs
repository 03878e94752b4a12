using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Physics.Tests.Cases;

public sealed class ThermalCaseReaderTests
{
    private const string Sound = """
        {
         "id": "t", "peer": "3d-ice", "dieWidthM": 0.01, "dieHeightM": 0.01, "grid": [4, 4], "ambientK": 318.15,
         "layers": [ { "name": "logic", "thicknessM": 0.0001, "conductivityWmK": 120, "volumetricHeatCapacityJm3K": 1650000, "floorplan": "halves" } ],
         "floorplans": { "halves": [ { "name": "west", "x": 0, "y": 0, "w": 0.005, "h": 0.01 }, { "name": "east", "x": 0.005, "y": 0, "w": 0.005, "h": 0.01 } ] },
         "power": { "logic": { "west": 10 } },
         "package": null, "transient": null, "topHtcWm2K": 20000
        }
        """;

    [Fact]
    public void SoundCaseIsRead()
    {
        ThermalCase @case = ThermalCaseReader.Read("t.json", Sound);

        Assert.Equal("west", Assert.Single(@case.Powers).Block);
        Assert.Null(@case.Transient);
        Assert.Null(@case.Stack.Package);
    }

    [Fact]
    public void RemarksOfTheAuthorAreNoFaults() =>
        Assert.Equal("t", ThermalCaseReader.Read("t.json", Sound.Replace("\"id\": \"t\",", "\"id\": \"t\", \"madeBy\": \"hand\",", StringComparison.Ordinal)).Id);

    [Theory]
    [InlineData("overlap", "\"x\": 0.005", "\"x\": 0.004")]
    [InlineData("gap", "\"w\": 0.005, \"h\": 0.01 } ]", "\"w\": 0.004, \"h\": 0.01 } ]")]
    [InlineData("overhang", "\"x\": 0.005", "\"x\": 0.006")]
    [InlineData("thickness", "\"thicknessM\": 0.0001", "\"thicknessM\": 0")]
    [InlineData("block", "\"west\": 10", "\"wets\": 10")]
    [InlineData("layer", "\"power\": { \"logic\"", "\"power\": { \"dram0\"")]
    [InlineData("negative", "\"west\": 10", "\"west\": -1")]
    [InlineData("limit", "\"transient\": null", "\"limitK\": 300")]
    [InlineData("cooling", "\"topHtcWm2K\": 20000", "\"topHtcWm2K\": null")]
    [InlineData("slip", "\"topHtcWm2K\": 20000", "\"topHtcWm2K\": 20000, \"topHtcWm2\": 1")]
    [InlineData("nodes", "\"grid\": [4, 4], \"ambientK\": 318.15,\n \"layers\": [ {", "\"grid\": [1024, 1024], \"ambientK\": 318.15,\n \"layers\": [ { \"repeat\": 3, \"layers\": [ { \"name\": \"a\", \"thicknessM\": 0.001, \"conductivityWmK\": 1, \"volumetricHeatCapacityJm3K\": 1 } ] }, {")]
    [InlineData("limitless", "\"transient\": null", "\"limitK\": NaN")]
    [InlineData("number", "\"west\": 10", "\"west\": .nan")]
    public void FaultsAreNamed(string name, string right, string wrong)
    {
        var e = Assert.Throws<PresetException>(() => ThermalCaseReader.Read("t.json", Sound.Replace(right, wrong, StringComparison.Ordinal)));

        Snapshot.Verify(e.Message, name: name);
    }
}
