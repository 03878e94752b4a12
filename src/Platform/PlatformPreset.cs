using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>Reads machines from presets of kind "platforms".</summary>
public static class PlatformPreset
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "platforms";

    /// <summary>Opens a machine by a shipped name or a path.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what its presets say; null for none.</param>
    /// <exception cref="PresetException">No such machine, or its file is wrong; the message lists every fault.</exception>
    public static PlatformSpec Open(string name, PresetChanges? changes = null)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name, changes);
        PresetSection root = document.Root;
        string chip = root.Text("chip");
        string? energy = root.Has("energy") ? root.Text("energy") : null;
        PresetDocument chipDocument = PresetLibrary.Open("chips", chip, changes);
        ComputeSpec compute = ComputePreset.Read(chipDocument.Root);
        chipDocument.Finish();

        PresetSection network = root.Section("network");
        NetworkSpec graph = ReadNetwork(network, changes);
        var spec = new PlatformSpec
        {
            Name = name,
            Description = root.Text("description"),
            Devices = (int)root.Integer("devices", min: 1, max: 65536),
            Device = new DeviceSpec(compute, DeviceMemorySpec.Read(root.Section("memory"), changes)),
            Network = graph,
            NetworkRate = graph.Links.Where(l => l.A == 0).Aggregate(default(Bandwidth), (sum, l) => sum + l.Rate),
            CollectiveStepOverhead = network.Get<Duration>("step_overhead"),
            AllReduceRules = ReadRules(network),
            ThermalStack = root.Has("thermal") ? root.Text("thermal") : null,
            EnergyCosts = energy is null ? null : EnergyCoefficients.Load(energy),
            Presets =
            [
                UseOf(Kind, name, document),
                UseOf("chips", chip, chipDocument),
                UseOf("dram-stacks", root.Section("memory").Text("dram")),
                UseOf(TopologyPreset.Kind, network.Text("topology")),
                .. energy is null ? [] : (PresetUse[])[UseOf("energy", energy)],
            ],
        };
        if (graph.EndpointCount != spec.Devices) network.Fault("topology", $"joins {graph.EndpointCount} endpoints; there are {spec.Devices} devices");
        document.Finish();
        return spec;
    }

    /// <summary>A topology with packets coarser than those of its links, so that bulk data costs fewer events.</summary>
    private static NetworkSpec ReadNetwork(PresetSection section, PresetChanges? changes) => TopologyPreset.Open(section.Text("topology"), changes) with
    {
        Packet = new PacketFormat(section.Get<Bytes>("packet_payload"), section.Get<Bytes>("packet_header")),
    };

    private static AllReduceRule[] ReadRules(PresetSection network)
    {
        if (!network.Has("all_reduce")) return [];
        AllReduceRule[] rules = [.. network.Sections("all_reduce").Select(RuleOf)];
        for (int i = 1; i < rules.Length; i++)
        {
            if (rules[i].Until <= rules[i - 1].Until) network.Fault("all_reduce", $"goes from {rules[i - 1].Until} to {rules[i].Until}; expected growing sizes");
        }
        return rules;
    }

    private static AllReduceRule RuleOf(PresetSection section)
    {
        double share = section.Get("rate_share", 1.0);
        if (share is not (> 0 and <= 1)) section.Fault("rate_share", $"is {share}; expected a share above 0 and at most 1");
        return new AllReduceRule(section.Text("algorithm"), section.Get<Bytes>("until"), section.Get<Duration>("start"), section.Get<Duration>("step"), share);
    }

    /// <summary>A preset as a run used it.</summary>
    public static PresetUse UseOf(string kind, string name) => UseOf(kind, name, PresetLibrary.Open(kind, name));

    private static PresetUse UseOf(string kind, string name, PresetDocument document) => new($"{kind}/{name}", document.Hash, document.Facts());
}
