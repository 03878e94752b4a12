using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>A fabric whose collectives were measured: its link, and for every operation what its library's protocols cost.</summary>
/// <remarks>The time of a collective is simulated on a switch with the protocol's rate; the protocol's launch time is added.</remarks>
public sealed class MeasuredFabric
{
    private static readonly PacketFormat Slice = new(Bytes.FromCount(16_384), Bytes.Zero);

    private readonly Duration _latency;
    private readonly Dictionary<(string Operation, int Ranks, int RanksPerNode), IReadOnlyList<FabricRange>> _ranges = [];

    private MeasuredFabric(string name, PresetDocument document)
    {
        PresetSection root = document.Root;
        Name = name;
        Description = root.Text("description");
        MeasuredAs = root.List<string>("measured_as");
        PresetSection link = root.Section("link");
        Rate = link.Get<Bandwidth>("rate");
        _latency = link.Get<Duration>("latency");
        foreach (PresetSection operation in root.Sections("operations")) ReadOperation(operation);
        document.Finish();
    }

    /// <summary>The preset's name.</summary>
    public string Name { get; }

    /// <summary>What was measured.</summary>
    public string Description { get; }

    /// <summary>How measurements call the fabric.</summary>
    public IReadOnlyList<string> MeasuredAs { get; }

    /// <summary>What a link direction carries at most.</summary>
    public Bandwidth Rate { get; }

    /// <summary>Opens a preset of kind "fabrics".</summary>
    /// <exception cref="PresetException">It is missing or faulty.</exception>
    public static MeasuredFabric Open(string name) => new(name, PresetLibrary.Open("fabrics", name));

    /// <summary>The preset that stands for a fabric as measurements name it; null if none does.</summary>
    public static MeasuredFabric? Named(string measured) =>
        PresetLibrary.NamesOf("fabrics").Select(Open).FirstOrDefault(fabric => fabric.MeasuredAs.Any(name => measured.StartsWith(name, StringComparison.Ordinal)));

    /// <summary>The time of an operation; null if its kind or number of ranks was not measured.</summary>
    /// <param name="operation">Such as "all_reduce"; "custom_all_reduce_captured" and "_eager" are vLLM's own, inside a CUDA graph and outside.</param>
    /// <param name="ranks">How many take part.</param>
    /// <param name="ranksPerNode">How many of them share a node.</param>
    /// <param name="size">As in <see cref="CollectiveRequest"/>.</param>
    public Duration? TimeOf(string operation, int ranks, int ranksPerNode, Bytes size)
    {
        if (!_ranges.TryGetValue((operation, ranks, ranksPerNode), out IReadOnlyList<FabricRange>? ranges)) return null;
        FabricRange range = ranges.First(r => r.UpTo is not { } upTo || size <= upTo);
        (CollectiveKind kind, string algorithm) = AlgorithmOf(operation);
        var request = new CollectiveRequest(kind, ranks, size);
        var rules = new NetworkRules(Slice) { Forwarding = Forwarding.CutThrough };
        NetworkSpec network = LevelNetwork.Build(Name, [new NetworkLevel(LevelKind.Switch, ranks, range.Rate, _latency)], rules);
        return range.Launch + CollectiveSimulation.TimeOf(network, CollectiveLibrary.Find(algorithm, request).Build(request), CollectiveCosts.None);
    }

    private static (CollectiveKind Kind, string Algorithm) AlgorithmOf(string operation) => operation switch
    {
        "all_reduce" => (CollectiveKind.AllReduce, "ring"),
        "all_gather" => (CollectiveKind.AllGather, "ring"),
        "reduce_scatter" => (CollectiveKind.ReduceScatter, "ring"),
        "all_to_all" => (CollectiveKind.AllToAll, "direct"),
        "send_receive" => (CollectiveKind.SendReceive, "direct"),
        _ => (CollectiveKind.AllReduce, "two_shot"),
    };

    private void ReadOperation(PresetSection section)
    {
        string operation = section.Choice("operation", ["all_reduce", "all_gather", "reduce_scatter", "all_to_all", "send_receive", "custom_all_reduce_captured", "custom_all_reduce_eager"]);
        int ranks = (int)section.Integer("ranks", 2, 65_536), perNode = (int)section.Integer("ranks_per_node", 1, 65_536);
        FabricRange[] ranges = [.. section.Sections("ranges").Select(ReadRange)];
        if (ranges.Length == 0 || ranges[^1].UpTo is not null) section.Fault("ranges", "should end with a range without up_to");
        if (!_ranges.TryAdd((operation, ranks, perNode), ranges)) section.Fault("operation", "is given twice for the same ranks");
    }

    private FabricRange ReadRange(PresetSection section)
    {
        var range = new FabricRange(section.Has("up_to") ? section.Get<Bytes>("up_to") : null, section.Get<Duration>("launch"), section.Get<Bandwidth>("rate"));
        if (range.Rate.BytesPerSecond <= 0 || range.Rate.BytesPerSecond > Rate.BytesPerSecond * 1.0001) section.Fault("rate", $"is {range.Rate}; expected more than 0 and at most the link's {Rate}");
        return range;
    }
}
