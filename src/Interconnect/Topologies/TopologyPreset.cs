using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>Reads networks from presets of kind "topologies".</summary>
public static class TopologyPreset
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "topologies";

    private static readonly string[] Joins = ["ring", "chain", "fully_connected", "switch"];

    /// <summary>Opens a network by a shipped name or a path; its packets are those of its first link, which hosts use.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what the preset and those of its links say; null for none.</param>
    /// <exception cref="PresetException">No such topology or link, or a file is wrong; the message lists every fault.</exception>
    public static NetworkSpec Open(string name, PresetChanges? changes = null)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name, changes);
        PresetSection root = document.Root;
        root.Text("description");
        NetworkSpec? network = root.Choice("shape", "levels", "leaf_spine", "fat_tree", "dragonfly", "graph") switch
        {
            "levels" => ReadLevels(name, root, changes),
            "leaf_spine" => ReadLeafSpine(name, root, changes),
            "fat_tree" => ReadFatTree(name, root, changes),
            "dragonfly" => ReadDragonfly(name, root, changes),
            "graph" => ReadGraph(name, root, changes),
            _ => null,
        };
        document.Finish();
        foreach (string fault in NetworkSpecRules.FaultsOf(network!)) document.Fault(root.Place, fault + ".");
        document.Finish();
        return network!;
    }

    private static NetworkSpec ReadLevels(string name, PresetSection root, PresetChanges? changes)
    {
        var links = new List<LinkPreset>();
        var levels = new List<NetworkLevel>();
        foreach (PresetSection section in root.Sections("levels"))
        {
            LinkPreset link = LinkPreset.Open(section.Text("link"), changes);
            links.Add(link);
            var kind = (LevelKind)Math.Max(0, Array.IndexOf(Joins, section.Choice("join", Joins)));
            levels.Add(new NetworkLevel(kind, Count(section, "size", 1), link.Rate, link.Latency, link.InPackage));
        }
        if (levels.Count == 0) throw new PresetException($"{name}: levels is missing or empty; a network needs at least one level.");
        return LevelNetwork.Build(name, levels, new NetworkRules(links[0].Packet));
    }

    private static NetworkSpec ReadLeafSpine(string name, PresetSection root, PresetChanges? changes)
    {
        LinkPreset link = LinkPreset.Open(root.Text("link"), changes), upper = LinkPreset.Open(root.Text("upper_link"), changes);
        return new LeafSpine(Count(root, "leaves", 1), Count(root, "hosts_per_leaf", 1), Count(root, "spines", 1), link.Rate, link.Latency, upper.Rate, upper.Latency)
            .Build(name, new NetworkRules(link.Packet));
    }

    private static NetworkSpec ReadFatTree(string name, PresetSection root, PresetChanges? changes)
    {
        LinkPreset link = LinkPreset.Open(root.Text("link"), changes);
        int ports = Count(root, "ports", 2, 64);
        if (ports % 2 != 0) root.Fault("ports", $"is {ports}; expected an even number");
        return new FatTree(ports, link.Rate, link.Latency).Build(name, new NetworkRules(link.Packet));
    }

    private static NetworkSpec ReadDragonfly(string name, PresetSection root, PresetChanges? changes)
    {
        LinkPreset link = LinkPreset.Open(root.Text("link"), changes), upper = LinkPreset.Open(root.Text("upper_link"), changes);
        return new Dragonfly(Count(root, "groups", 1), Count(root, "routers", 1), Count(root, "hosts_per_router", 1), link.Rate, link.Latency, upper.Rate, upper.Latency)
            .Build(name, new NetworkRules(link.Packet));
    }

    private static NetworkSpec ReadGraph(string name, PresetSection root, PresetChanges? changes)
    {
        LinkPreset link = LinkPreset.Open(root.Text("link"), changes);
        int endpoints = Count(root, "endpoints", 1), switches = Count(root, "switches", 0);
        var graph = new GraphBuilder(endpoints, switches);
        foreach (PresetSection edge in root.Sections("edges"))
        {
            LinkPreset own = edge.Has("link") ? LinkPreset.Open(edge.Text("link"), changes) : link;
            graph.Join(Count(edge, "a", 0, endpoints + switches - 1), Count(edge, "b", 0, endpoints + switches - 1), own.Rate, own.Latency, own.InPackage);
        }
        return graph.Build(name, new NetworkRules(link.Packet), Routing.ShortestPath);
    }

    private static int Count(PresetSection section, string key, int min, int max = 65_536) => (int)Math.Clamp(section.Integer(key, min, max), min, max);
}
