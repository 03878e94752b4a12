using DeepStack.Sim.Interconnect.Noc;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

public class NocPresetTests
{
    [Fact]
    public void EveryShippedPresetCanBeReadAndIsFitForBulk()
    {
        foreach (string name in PresetLibrary.NamesOf("noc")) Assert.Null(NocSpec.FromPreset(name).ObstacleToBulk());
    }

    [Fact]
    public void ACrossbarHasAllTilesAtOneRouter()
    {
        NocSpec spec = Parse(Yaml("crossbar", "[6]"));

        Assert.Equal(6, spec.TileCount);
        Assert.Equal(1, spec.Grid.RouterCount);
        Assert.Equal(2, spec.MemoryPortsPerTile);
        Assert.Equal(5 * 3 + 2, spec.IndexOf(NocEndpoint.OfMemory(5, 1)));
    }

    [Fact]
    public void AllFaultsOfAPresetAreReportedTogether()
    {
        string broken = Yaml("torus", "[4, 0]").Replace("width: 16 B", "width: 24 B", StringComparison.Ordinal).Replace("buffer_flits: 8", "buffer_flits: 0", StringComparison.Ordinal);

        Snapshot.Verify(Message(broken));
    }

    [Theory]
    [InlineData("torus", "[4, 4]")]
    [InlineData("ring", "[4]")]
    public void AClosedDimensionNeedsTwoChannels(string topology, string size)
    {
        string message = Message(Yaml(topology, size).Replace("virtual_channels: 4", "virtual_channels: 1", StringComparison.Ordinal));

        Assert.Contains("has 1 virtual channel; a torus or ring needs at least 2", message, StringComparison.Ordinal);
    }

    private static string Message(string yaml) =>
        string.Join('\n', Assert.Throws<PresetException>(() => Parse(yaml)).Message.Split('\n').Select(line => line[(line.IndexOf("noc.yaml", StringComparison.Ordinal) is var at and >= 0 ? at : 0)..]));

    private static NocSpec Parse(string yaml)
    {
        string folder = Directory.CreateTempSubdirectory("noc-preset").FullName, file = Path.Combine(folder, "noc.yaml");
        try
        {
            File.WriteAllText(file, yaml);
            return NocSpec.FromPreset(file);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Yaml(string topology, string size) => $$"""
        noc:
          topology: {{topology}}
          size: {{size}}
          clock: 1.5 GHz
          flit: 64 B
          packet: { payload_flits: 4, header_flits: 1 }
          router: { virtual_channels: 4, buffer_flits: 8 }
          {{(topology == "crossbar" ? "" : "link: { latency_cycles: 1, width: 16 B }")}}
          tile: { latency_cycles: 1 }
          memory: { ports_per_tile: 2, latency_cycles: 1 }
        """;
}
