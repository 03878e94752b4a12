using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>A collective by one algorithm as a function of its size: its messages are looked at once and scaled.</summary>
/// <remarks>The prediction is that of <see cref="CollectiveChoice"/> with <see cref="NetworkCostModel"/>: depth by depth, each as long as its slowest transfer.</remarks>
/// <approximation>
/// Parts are equal; where a size does not divide, the messages differ by a byte. Messages of one link are taken at their mean size. Of an all-to-all whose ranks
/// weigh differently, one of the phases that would be alike at equal weights stands for all of them, and what is sent in the mean is what is sent at equal weights.
/// </approximation>
internal sealed class CollectiveCurve
{
    /// <summary>So many bytes a rank divide evenly over every algorithm's parts.</summary>
    private const long UnitOfRank = 1 << 20;

    private readonly List<(CollectivePhase Phase, UnevenPhase? ByReceivers, UnevenPhase? BySenders, int Count)> _phases = [];
    private readonly NetworkCostModel _network;
    private readonly double _local;
    private readonly double _sent;
    private readonly double _packageShare;
    private readonly LinkLoad _links;
    private readonly LinkLoad _packageLinks;

    private CollectiveCurve(CollectiveSchedule schedule, RankGroup group, NetworkCostModel network, CollectiveCosts costs, bool isUneven)
    {
        _network = network;
        double unit = schedule.Request.Size.Count;
        long inPackage = 0;
        Algorithm = schedule.Algorithm;
        _local = LongestChain(schedule, costs) / unit;
        _sent = schedule.Volume.Count / unit / group.Count;
        foreach (CollectiveMessage message in schedule.Messages)
        {
            int from = group.DeviceOf(0, message.From), to = group.DeviceOf(0, message.To);
            double share = message.Size.Count / unit;
            _links = _links.With(share, network.PathBetween(from, to).Count, schedule.Ranks);
            _packageLinks = _packageLinks.With(share, network.PackageLinksBetween(from, to), schedule.Ranks);
            if (network.StaysInPackage(from, to)) inPackage += message.Size.Count;
        }
        _packageShare = inPackage > 0 ? _sent * ((double)inPackage / schedule.Volume.Count) : 0;
        List<CollectiveMessage> before = [];
        int place = 0;
        foreach (List<CollectiveMessage> step in CollectiveChoice.StepsOf(schedule))
        {
            if (!AreAlike(before, step)) place = PlaceOf(step, unit, group, isUneven);
            _phases[place] = _phases[place] with { Count = _phases[place].Count + 1 };
            before = step;
        }
    }

    /// <summary>The algorithm's name.</summary>
    public string Algorithm { get; }

    /// <summary>Looks at the messages of an algorithm.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="request">What it is asked for; the size does not matter, and of weights only whether there are any.</param>
    /// <param name="group">The groups that must be looked at.</param>
    /// <param name="network">The network.</param>
    /// <param name="costs">What messages cost on the devices.</param>
    public static CollectiveCurve Of(ICollectiveAlgorithm algorithm, CollectiveRequest request, RankGroup group, NetworkCostModel network, CollectiveCosts costs) =>
        new(
            algorithm.Build(request with { Size = Bytes.FromCount(UnitOfRank * request.Ranks), Weights = [] }), group, network, costs, request.Weights.Count > 0);

    /// <summary>The time on the network.</summary>
    public Duration OnNetwork(Bytes size)
    {
        double time = 0;
        foreach ((CollectivePhase phase, _, _, int count) in _phases) time += count * (_network.Overhead.Picoseconds + phase.LongestOf(size.Count, _network.Packet));
        return Duration.FromPicoseconds((long)Math.Round(time));
    }

    /// <summary>The time on the network where the ranks' blocks weigh differently; known of curves that were asked for with weights.</summary>
    /// <param name="size">The collective's size.</param>
    /// <param name="shares">The ranks' shares of it [ranks]; they sum to one.</param>
    /// <param name="weighsSenders">Whether a block weighs what its sender does.</param>
    /// <param name="atMost">Where it takes as long or longer, some time from here on is said.</param>
    public Duration OnNetwork(Bytes size, ReadOnlySpan<double> shares, bool weighsSenders, Duration atMost)
    {
        double time = 0;
        foreach ((_, UnevenPhase? byReceivers, UnevenPhase? bySenders, int count) in _phases)
        {
            time += count * (_network.Overhead.Picoseconds + (weighsSenders ? bySenders : byReceivers)!.LongestOf(size.Count, shares, _network.Packet));
            if (time >= atMost.Picoseconds) break;
        }
        return Duration.FromPicoseconds((long)Math.Round(time));
    }

    /// <summary>The same on devices: of a chain of messages one is the largest.</summary>
    /// <param name="size">The collective's size.</param>
    /// <param name="fullest">The largest block over the mean.</param>
    public Duration OnDevices(Bytes size, double fullest) => Duration.FromPicoseconds((long)Math.Round(_local * size.Count * (1 + (fullest - 1) / _phases.Sum(phase => phase.Count))));

    /// <summary>The longest chain of what devices do with messages that have arrived.</summary>
    public Duration OnDevices(Bytes size) => Duration.FromPicoseconds((long)Math.Round(_local * size.Count));

    /// <summary>What a rank sends, on average.</summary>
    public Bytes SentPerRank(Bytes size) => Bytes.FromCount((long)(_sent * size.Count));

    /// <summary>What a rank loads onto links, on average.</summary>
    public RankTraffic PerRank(Bytes size) =>
        new(Bytes.FromCount((long)(_packageShare * size.Count)), _links.BytesAt(size, _network.Packet), _packageLinks.BytesAt(size, _network.Packet));

    /// <summary>Whether two phases send as much between the same ranks: as a rule the steps of a ring do, one after the other.</summary>
    private static bool AreAlike(List<CollectiveMessage> left, List<CollectiveMessage> right)
    {
        if (left.Count != right.Count) return false;
        for (int i = 0; i < left.Count; i++)
        {
            if (left[i].From != right[i].From || left[i].To != right[i].To || left[i].Size != right[i].Size) return false;
        }
        return true;
    }

    /// <summary>The place of a phase that is like this one, which may be a new one.</summary>
    private int PlaceOf(List<CollectiveMessage> step, double unit, RankGroup group, bool isUneven)
    {
        CollectivePhase phase = CollectivePhase.Of(step, unit, group, _network);
        int known = _phases.FindIndex(p => p.Phase.Equals(phase));
        if (known >= 0) return known;
        _phases.Add((phase, UnevenOf(weighsSenders: false), UnevenOf(weighsSenders: true), 0));
        return _phases.Count - 1;

        UnevenPhase? UnevenOf(bool weighsSenders) => isUneven ? UnevenPhase.Of(step, weighsSenders, group, _network) : null;
    }

    /// <summary>The longest chain of what devices do with messages that have arrived, in picoseconds.</summary>
    public static double LongestChain(CollectiveSchedule schedule, CollectiveCosts costs)
    {
        var until = new double[schedule.Messages.Count];
        double longest = 0;
        for (int i = 0; i < until.Length; i++)
        {
            CollectiveMessage message = schedule.Messages[i];
            foreach (int before in message.After) until[i] = Math.Max(until[i], until[before]);
            until[i] += costs.AfterArrivalOf(message).Picoseconds;
            longest = Math.Max(longest, until[i]);
        }
        return longest;
    }
}
