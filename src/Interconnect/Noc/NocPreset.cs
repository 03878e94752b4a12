using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Reads presets of kind "noc".</summary>
internal static class NocPreset
{
    private static readonly string[] DimensionNames = ["x", "y", "z"];

    public static NocSpec Read(string name)
    {
        PresetDocument document = PresetLibrary.Open("noc", name);
        PresetSection root = document.Root.Section("noc");
        root.Text("description", "");
        Bytes flit = Bytes.FromCount(Math.Max(1, root.Get<Bytes>("flit").Count));
        RouterSpec router = RouterOf(root.Section("router"));
        PresetSection packet = root.Section("packet");
        int payload = (int)packet.Integer("payload_flits", 1, 1 << 16), header = (int)packet.Integer("header_flits", 0, 1 << 10);
        Clock clock = root.Get<Clock>("clock");
        NocLink? near = root.OptionalSection("near") is { } section ? LinkOf(section, flit, "near") : null;
        int ports = (int)(root.OptionalSection("memory")?.Integer("ports_per_tile", 1, 32) ?? 0);
        NocGrid? grid = GridOf(root, flit, ports);
        if (router.InputSpeedup > router.VirtualChannels) root.Fault("router", $"has an input_speedup of {router.InputSpeedup}; at most the number of virtual channels is possible");
        if (grid is { HasClosedDimension: true } && router.VirtualChannels < 2) root.Fault("router", "has 1 virtual channel; a torus or ring needs at least 2");
        if (near is not null && ports == 0) root.Fault("near", "needs memory.ports_per_tile of at least 1");
        document.Finish();
        return new NocSpec
        {
            Name = name,
            Grid = grid!,
            MemoryPortsPerTile = ports,
            Router = router,
            Clock = clock,
            Flit = flit,
            PayloadFlits = payload,
            HeaderFlits = header,
            NearLink = near,
        };
    }

    private static RouterSpec RouterOf(PresetSection router) => new()
    {
        VirtualChannels = (int)router.Integer("virtual_channels", 1, RouterSpec.MaxChannels),
        BufferDepth = (int)router.Integer("buffer_flits", 1, 1 << 16),
        RoutingDelay = Cycles.FromCount(router.IntegerOr("routing_delay", 1, 0, 1000)),
        SwitchDelay = Cycles.FromCount(router.IntegerOr("switch_delay", 1, 0, 1000)),
        CreditDelay = Cycles.FromCount(router.IntegerOr("credit_delay", 1, 0, 1000)),
        Speculative = router.Flag("speculative", false),
        InputSpeedup = (int)router.IntegerOr("input_speedup", 1, 1, RouterSpec.MaxChannels),
        WaitForTailCredit = router.Flag("wait_for_tail_credit", false),
    };

    private static NocGrid? GridOf(PresetSection root, Bytes flit, int memoryPorts)
    {
        string topology = root.Choice("topology", "mesh", "torus", "ring", "crossbar");
        IReadOnlyList<long> size = root.List<long>("size");
        NocLink tile = LinkOf(root.Section("tile"), flit, "tile");
        NocLink memory = root.OptionalSection("memory") is { } section ? LinkOf(section, flit, "memory") : tile;
        NocLink link = topology == "crossbar" ? NocLink.OneCycle : LinkOf(root.Section("link"), flit, "link");
        bool isFlat = topology is "ring" or "crossbar";
        if (size.Count < 1 || size.Count > (isFlat ? 1 : 3) || size.Any(s => s is < 1 or > 1 << 16))
        {
            root.Fault("size", "should list the tiles along each of 1 to 3 dimensions, one for a ring or crossbar, such as [4, 4]");
            return null;
        }
        int tilesPerRouter = topology == "crossbar" ? (int)size[0] : 1;
        NocLink[] ofTile = [tile, .. Enumerable.Repeat(memory, memoryPorts)];
        NocLink[] endpoints = [.. Enumerable.Repeat(ofTile, tilesPerRouter).SelectMany(links => links)];
        NocDimension[] dimensions = topology == "crossbar" ? [] : [.. size.Select(s => new NocDimension((int)s, topology != "mesh"))];
        NocSeam[] seams = [.. root.Sections("seams").Select(seam => SeamOf(seam, flit, dimensions.Length))];
        try
        {
            return new NocGrid(dimensions, endpoints, link, seams);
        }
        catch (ArgumentException e)
        {
            root.Fault("size", $"makes no network: {e.Message}");
            return null;
        }
    }

    private static NocSeam SeamOf(PresetSection seam, Bytes flit, int dimensions)
    {
        string dimension = seam.Choice("dimension", DimensionNames[..dimensions]);
        int every = (int)seam.Integer("every", 1, 1 << 16);
        return new NocSeam(Math.Max(0, Array.IndexOf(DimensionNames, dimension)), Math.Max(1, every), LinkOf(seam, flit, seam.Text("name")));
    }

    private static NocLink LinkOf(PresetSection section, Bytes flit, string name)
    {
        long latency = section.Integer("latency_cycles", 1, 100_000);
        Bytes width = section.Get("width", flit);
        if (width.Count >= 1 && flit.Count % width.Count == 0 && flit.Count / width.Count <= 1000)
            return new NocLink(Cycles.FromCount(Math.Max(1, latency)), (int)(flit.Count / width.Count), name);
        section.Fault("width", $"is {width} per cycle; expected a divisor of the flit of {flit}");
        return new NocLink(Cycles.FromCount(1), 1, name);
    }
}
