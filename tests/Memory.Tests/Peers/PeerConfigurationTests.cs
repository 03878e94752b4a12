using System.Text.Json.Nodes;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Peers;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Memory.Tests.Peers;

public sealed class PeerConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    /// <summary>Configurations that no reference folder of ours holds: a base, its new organisation, and what differs.</summary>
    public static TheoryData<string, string, string, string> Variations() => new()
    {
        { "ram_ddr4_3200", "ddr4", "{}", """{ "nRCD": 24, "nRP": 20, "nRC": 80, "nFAW": 48 }""" },
        { "ram_hbm3", "hbm3_2sid", """{ "sid": 2 }""", "{}" },
        { "ram_hbm2", "hbm2p_4sid", """{ "sid": 4 }""", """{ "nCCDS": 3 }""" },
        { "ram_ddr5_4800", "ddr5_small", """{ "bankgroup": 4, "row": 32768 }""", "{}" },
        { "ram_hbm3", "hbm4", """{ "sid": 4 }""", """{ "rate": 8000, "tCK_ps": 500, "nCL": 25, "nRCDRD": 39, "nRP": 33, "nRAS": 57, "nRC": 90, "nREFI": 7800 }""" },
        { "ram_ddr4_3200", "ddr3", """{ "bankgroup": 1, "bank": 8 }""", """{ "rate": 1600, "tCK_ps": 1250, "nCL": 11, "nCWL": 8, "nRCD": 11, "nRP": 11, "nRAS": 28, "nRC": 39 }""" },
        { "ram_ddr4_3200", "gddr6", """{ "channel_width": 32 }""", """{ "rate": 14000, "tCK_ps": 1143, "nBL": 1, "nRCDRD": 16, "nRCDWR": 10, "nCL": 24, "nCWL": 6 }""" },
        { "ds3_ddr4_3200", "ddr4", "{}", """{ "tRCD": 18, "tFAW": 26, "tREFI": 6240 }""" },
        { "ds3_ddr4_3200", "ddr3", """{ "protocol": "DDR3", "bankgroups": 1, "banks_per_group": 8 }""", """{ "CL": 11, "CWL": 8, "tRCD": 11, "tRP": 11, "tRAS": 28 }""" },
        { "ds3_ddr4_3200", "lpddr4", """{ "protocol": "LPDDR4", "bankgroups": 1, "banks_per_group": 8, "BL": 16 }""", """{ "CL": 28, "CWL": 14, "tPPD": 4 }""" },
        { "ds3_hbm2", "gddr5", """{ "protocol": "GDDR5", "BL": 8 }""", """{ "t32AW": 270, "tPPD": 2 }""" },
        { "ds3_hbm2", "gddr6", """{ "protocol": "GDDR6", "BL": 16, "columns": 128 }""", """{ "t32AW": 270, "tPPD": 2 }""" },
        { "ds3_hbm2", "hbm", """{ "protocol": "HBM" }""", """{ "tRCDWR": 6 }""" },
        { "ds3_hbm2", "hbm2p", """{ "rows": 65536 }""", "{}" },
    };

    [Theory]
    [MemberData(nameof(Variations))]
    public void ChannelsGivenOnlyByTheirFiguresAreServedAndKeepTheirRules(string basis, string organisation, string structure, string timings)
    {
        PeerConfiguration peer = Read(basis, organisation, structure, timings);
        var checker = new CommandChecker(peer.Spec, isBusChecked: !peer.IsDramSim3);
        var log = new CommandLog(command => checker.Check(command));
        MemoryTrace trace = RandomTrace.Of(peer.Spec, 20_000, 4);
        ChannelController controller = Schedulers.Build(peer.Scheduler, peer.Spec, log);

        controller.Run(trace);

        Assert.Empty(checker.Violations.Take(3));
        Assert.Equal(20_000, controller.Statistics.Reads + controller.Statistics.Writes);
        Assert.InRange(controller.Statistics.Ticks / 20_000.0, peer.Spec.BurstClocks * 0.9, peer.Spec.Timings["tRC"] * 2.0);
    }

    [Theory]
    [InlineData("ddr4", """{ "rank": 2 }""", "{}", "has 2 ranks")]
    [InlineData("ddr6", "{}", "{}", "belongs to no shipped standard; known are")]
    [InlineData("ddr4", """{ "row": 65000 }""", "{}", "needs a power of two, and there are 65000 of row")]
    [InlineData("ddr4", """{ "bank": "four" }""", "{}", "\"bank\" is not a whole number")]
    [InlineData("lpddr5", "{}", "{}", "lacks the timing t")]
    public void WhatAConfigurationLacksIsNamed(string organisation, string structure, string timings, string message)
    {
        var error = Assert.Throws<PresetException>(() => Read("ram_ddr4_3200", organisation, structure, timings));

        Assert.StartsWith($"{_file}: configuration changed ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenJsonIsNamedByLine()
    {
        File.WriteAllText(_file, "{\n  \"one\": {\n");

        Assert.StartsWith($"{_file}:3: this is not valid JSON", Assert.Throws<PresetException>(() => PeerConfigurationReader.Read(_file, _ => 0)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private PeerConfiguration Read(string basis, string organisation, string structure, string timings)
    {
        JsonNode all = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "validation/dram/configs.json")))!;
        JsonNode changed = all[basis]!.DeepClone();
        changed["organisation"] = organisation;
        Merge(changed["structure"]!, structure);
        Merge(changed[basis.StartsWith("ds3", StringComparison.Ordinal) ? "timing_cycles" : "timing_clocks"]!, timings);
        File.WriteAllText(_file, new JsonObject { ["changed"] = changed }.ToJsonString());
        return PeerConfigurationReader.Read(_file, _ => 0)["changed"];
    }

    private static void Merge(JsonNode into, string changes)
    {
        foreach ((string key, JsonNode? value) in JsonNode.Parse(changes)!.AsObject()) into[key] = value?.DeepClone();
    }
}
