using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Memory.Pim;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>Reads machines from presets of kind "platforms".</summary>
public static class PlatformPreset
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "platforms";

    /// <summary>Opens a machine by a shipped name or a path; of one with groups of devices, the group whose name stands behind a colon.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what its presets say; null for none.</param>
    /// <exception cref="PresetException">No such machine or group, or its file is wrong; the message lists every fault.</exception>
    public static PlatformSpec Open(string name, PresetChanges? changes = null)
    {
        int colon = name.LastIndexOf(':');
        bool isPath = colon < 0 || name.IndexOfAny(['/', '\\'], colon) >= 0;
        string machine = isPath ? name : name[..colon];
        PresetDocument document = PresetLibrary.Open(Kind, machine, changes);
        PresetSection root = document.Root;
        string description = root.Text("description");
        DeviceGroup[] groups = root.OptionalSection("groups") is { } sections ? [.. sections.Keys.Select(key => DeviceGroup.Read(key, sections.Section(key), changes))] : [DeviceGroup.Read("", root, changes)];
        PresetSection network = root.Section("network");
        NetworkSpec graph = ReadNetwork(network, changes);
        Duration overhead = network.Get<Duration>("step_overhead");
        FusedExchangeSpec fused = network.OptionalSection("fused_exchange") is { } section ? FusedExchangeSpec.Read(section) : FusedExchangeSpec.Free;
        IReadOnlyList<AllReduceRule> rules = ReadRules(network);
        int devices = groups.Sum(group => group.Devices);
        if (graph.EndpointCount != devices) network.Fault("topology", $"joins {graph.EndpointCount} endpoints; there are {devices} devices");
        double hostSpeed = root.Get("host_speed", 1.0);
        if (hostSpeed is not (> 0 and <= 100)) root.Fault("host_speed", $"is {hostSpeed}; expected how many times as fast as the host of an HGX H100 node, such as 0.7");
        PresetSection? attention = root.OptionalSection("attention_memory");
        AttentionMemorySpec? attentionMemory = attention is null ? null : AttentionMemorySpec.Read(attention, changes);
        if (attention is not null && groups.Length > 1) root.Fault("attention_memory", "serves devices of one kind, and there are several groups");
        document.Finish();

        int chosen = PlaceOf(isPath ? "" : name[(colon + 1)..], groups, machine);
        DeviceGroup own = groups[chosen];
        int first = groups[..chosen].Sum(group => group.Devices);
        NetworkSpec ownFirst = groups.Length == 1 ? graph : graph.WithFirst(first, own.Devices);
        return new PlatformSpec
        {
            Name = name,
            Description = description,
            Devices = own.Devices,
            Device = own.Device,
            Network = ownFirst,
            Group = new MachineGroup(machine, first, graph),
            NetworkRate = RateOf(ownFirst, _ => true),
            PackageRate = RateOf(ownFirst, link => link.InPackage),
            CollectiveStepOverhead = overhead,
            FusedExchange = fused,
            HostSpeed = hostSpeed,
            AllReduceRules = rules,
            AttentionMemory = attentionMemory,
            ThermalStack = own.ThermalStack,
            EnergyCosts = own.Energy is { } energy ? EnergyCoefficients.Load(energy, own.Die) : null,
            Presets = [UseOf(Kind, machine, document), .. own.Presets, UseOf(TopologyPreset.Kind, network.Text("topology")), .. own.Energy is { } costs ? (PresetUse[])[UseOf("energy", costs)] : [], .. attention is null ? [] : UsesOf(attention)],
        };
    }

    private static PresetUse[] UsesOf(PresetSection attention) => [UseOf(PimSpec.Kind, attention.Text("units")), UseOf(LinkPreset.Kind, attention.Text("link"))];

    /// <summary>The links of the first device, together.</summary>
    private static Bandwidth RateOf(NetworkSpec network, Func<LinkSpec, bool> counts) =>
        network.Links.Where(link => (link.A == 0 || link.B == 0) && counts(link)).Aggregate(default(Bandwidth), (sum, link) => sum + link.Rate);

    private static int PlaceOf(string group, DeviceGroup[] groups, string machine)
    {
        int place = Array.FindIndex(groups, g => g.Name == group);
        if (place >= 0) return place;
        if (groups is [{ Name: "" }]) throw new PresetException($"{machine} has devices of one kind and no group \"{group}\"; name it without a colon.");
        string names = string.Join(", ", groups.Select(g => g.Name));
        string fault = group.Length == 0 ? "name the one that is meant" : $"\"{group}\" is none of them.{Spelling.DidYouMean(group, [.. groups.Select(g => g.Name)])}";
        throw new PresetException($"{machine} has the groups of devices {names}: {fault}, such as {machine}:{groups[0].Name}.");
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

    internal static PresetUse UseOf(string kind, string name, PresetDocument document) => new($"{kind}/{name}", document.Hash, document.Facts());
}
