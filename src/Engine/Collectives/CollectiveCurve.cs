using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>A collective by one algorithm as a function of its size: its messages are looked at once and scaled.</summary>
/// <remarks>The prediction is that of <see cref="CollectiveChoice"/> with <see cref="NetworkCostModel"/>: depth by depth, each as long as its slowest transfer.</remarks>
/// <approximation>Parts are equal; where a size does not divide, the messages differ by a byte. Messages of one link are taken at their mean size.</approximation>
internal sealed class CollectiveCurve
{
    /// <summary>So many bytes a rank divide evenly over every algorithm's parts.</summary>
    private const long UnitOfRank = 1 << 20;

    private readonly List<(CollectivePhase Phase, int Count)> _phases = [];
    private readonly NetworkCostModel _network;
    private readonly double _local;
    private readonly double _sent;
    private readonly double _linkShare;
    private readonly double _linkMessages;
    private readonly double _meanMessage;

    private CollectiveCurve(CollectiveSchedule schedule, RankGroup group, NetworkCostModel network, CollectiveCosts costs)
    {
        _network = network;
        double unit = schedule.Request.Size.Count;
        Algorithm = schedule.Algorithm;
        _local = LongestChain(schedule, costs) / unit;
        _sent = schedule.Volume.Count / unit / group.Count;
        foreach (CollectiveMessage message in schedule.Messages)
        {
            double hops = network.PathBetween(group.DeviceOf(0, message.From), group.DeviceOf(0, message.To)).Count;
            _linkShare += hops * message.Size.Count / unit / schedule.Ranks;
            _linkMessages += hops / schedule.Ranks;
        }
        _meanMessage = _linkMessages > 0 ? _linkShare / _linkMessages : 0;
        foreach (List<CollectiveMessage> step in CollectiveChoice.StepsOf(schedule)) Add(CollectivePhase.Of(step, unit, group, network));
    }

    /// <summary>The algorithm's name.</summary>
    public string Algorithm { get; }

    /// <summary>Looks at the messages of an algorithm.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="request">What it is asked for; the size does not matter.</param>
    /// <param name="group">The groups that must be looked at.</param>
    /// <param name="network">The network.</param>
    /// <param name="costs">What messages cost on the devices.</param>
    public static CollectiveCurve Of(ICollectiveAlgorithm algorithm, CollectiveRequest request, RankGroup group, NetworkCostModel network, CollectiveCosts costs) =>
        new(algorithm.Build(request with { Size = Bytes.FromCount(UnitOfRank * request.Ranks) }), group, network, costs);

    /// <summary>The time on the network.</summary>
    public Duration OnNetwork(Bytes size)
    {
        double time = 0;
        foreach ((CollectivePhase phase, int count) in _phases) time += count * (_network.Overhead.Picoseconds + phase.LongestOf(size.Count, _network.Packet));
        return Duration.FromPicoseconds((long)Math.Round(time));
    }

    /// <summary>The longest chain of what devices do with messages that have arrived.</summary>
    public Duration OnDevices(Bytes size) => Duration.FromPicoseconds((long)Math.Round(_local * size.Count));

    /// <summary>What a rank sends, on average.</summary>
    public Bytes SentPerRank(Bytes size) => Bytes.FromCount((long)(_sent * size.Count));

    /// <summary>Bytes on links with their headers, once for every link passed, by rank on average.</summary>
    public double LinkBytesPerRank(Bytes size) =>
        _linkShare * size.Count + _linkMessages * _network.Packet.Header.Count * CollectivePhase.PacketsOf(_meanMessage * size.Count, _network.Packet);

    private void Add(CollectivePhase phase)
    {
        int known = _phases.FindIndex(p => p.Phase.Equals(phase));
        if (known < 0) _phases.Add((phase, 1));
        else _phases[known] = (phase, _phases[known].Count + 1);
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
