using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>Reads machines from presets of kind "platforms".</summary>
public static class PlatformPreset
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "platforms";

    /// <summary>Opens a machine by a shipped name or a path.</summary>
    /// <exception cref="PresetException">No such machine, or its file is wrong; the message lists every fault.</exception>
    public static PlatformSpec Open(string name)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name);
        PresetSection root = document.Root;
        string chip = root.Text("chip");
        PresetDocument chipDocument = PresetLibrary.Open("chips", chip);
        ComputeSpec compute = ComputePreset.Read(chipDocument.Root);
        chipDocument.Finish();

        PresetSection network = root.Section("network");
        NetworkSpec graph = ReadNetwork(name, network);
        var spec = new PlatformSpec
        {
            Name = name,
            Description = root.Text("description"),
            Devices = (int)root.Integer("devices", min: 1, max: 65536),
            Device = new DeviceSpec(compute, DeviceMemorySpec.Read(root.Section("memory"))),
            Network = graph,
            NetworkRate = graph.Links.Where(l => l.A == 0).Aggregate(default(Bandwidth), (sum, l) => sum + l.Rate),
            CollectiveStepOverhead = network.Get<Duration>("step_overhead"),
            Presets = [UseOf(Kind, name, document), UseOf("chips", chip, chipDocument), DramUse(root)],
        };
        if (graph.EndpointCount != spec.Devices) network.Fault("levels", $"join {graph.EndpointCount} endpoints; there are {spec.Devices} devices");
        document.Finish();
        return spec;
    }

    private static NetworkSpec ReadNetwork(string name, PresetSection section)
    {
        var rules = new NetworkRules(new PacketFormat(section.Get<Bytes>("packet_payload"), section.Get<Bytes>("packet_header")))
        {
            Forwarding = Forwarding.StoreAndForward,
        };
        NetworkLevel[] levels = [.. section.Sections("levels").Select(ReadLevel)];
        if (levels.Length == 0) section.Fault("levels", "is missing or empty; a network needs at least one level");
        return LevelNetwork.Build(name, levels.Length == 0 ? [new NetworkLevel(LevelKind.Switch, 1, default, default)] : levels, rules);
    }

    private static NetworkLevel ReadLevel(PresetSection section) => new(
        section.Choice("kind", "ring", "chain", "fully_connected", "switch") switch
        {
            "ring" => LevelKind.Ring,
            "chain" => LevelKind.Chain,
            "fully_connected" => LevelKind.FullyConnected,
            _ => LevelKind.Switch,
        },
        (int)section.Integer("size", min: 1, max: 65536),
        section.Get<Bandwidth>("rate"),
        section.Get<Duration>("latency"));

    private static PresetUse DramUse(PresetSection root)
    {
        string dram = root.Section("memory").Text("dram");
        return UseOf("dram-stacks", dram, PresetLibrary.Open("dram-stacks", dram));
    }

    private static PresetUse UseOf(string kind, string name, PresetDocument document) => new($"{kind}/{name}", document.Hash, document.Facts());
}
