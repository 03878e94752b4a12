using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>Predicts collectives by the fastest algorithm; each kind, size and group is predicted once.</summary>
/// <remarks>To the time on the network comes the longest chain of what devices do with messages that have arrived.</remarks>
internal sealed class CollectivePredictor
{
    private readonly PlatformSpec _platform;
    private readonly NetworkCostModel _network;
    private readonly CollectiveCosts _costs;
    private readonly double _networkTime;
    private readonly double _localTime;
    private readonly Dictionary<(CollectiveKind Kind, Bytes Size, RankGroup Group), PredictedCollective> _known = [];

    /// <param name="platform">The machine.</param>
    /// <param name="parameters">What a calibration found, or the nominal values.</param>
    public CollectivePredictor(PlatformSpec platform, EngineParameters parameters)
    {
        _platform = platform;
        _networkTime = parameters[EngineParameter.CollectiveNetwork];
        _localTime = parameters[EngineParameter.CollectiveLocal];
        _network = new NetworkCostModel(platform.Network, platform.CollectiveStepOverhead);
        _costs = new CollectiveCosts { StepOverhead = platform.CollectiveStepOverhead, MemoryRate = platform.Device.Memory.StreamBandwidth };
    }

    public PredictedCollective Predict(CollectiveStep step)
    {
        if (!_known.TryGetValue((step.Collective, step.Size, step.Group), out PredictedCollective known))
            _known[(step.Collective, step.Size, step.Group)] = known = Choose(step);
        return known;
    }

    private PredictedCollective Choose(CollectiveStep step)
    {
        RankGroup group = GroupFolding.Fold(step.Group, _network);
        CollectiveChoice choice = CollectiveChoice.Rank(GroupFolding.RequestOf(step, _platform.Network), _network, group)[0];
        return new PredictedCollective(
            Duration.FromPicoseconds((long)Math.Round(choice.Predicted.Picoseconds * _networkTime + LongestChain(choice.Schedule).Picoseconds * _localTime)),
            Bytes.FromCount(choice.Schedule.Volume.Count / group.Count),
            CollectiveTraffic.LinkBytesPerRank(choice.Schedule, group, _network),
            choice.Algorithm.Name);
    }

    private Duration LongestChain(CollectiveSchedule schedule)
    {
        var until = new Duration[schedule.Messages.Count];
        Duration longest = Duration.Zero;
        for (int i = 0; i < until.Length; i++)
        {
            CollectiveMessage message = schedule.Messages[i];
            foreach (int before in message.After) until[i] = Duration.Max(until[i], until[before]);
            until[i] += _costs.AfterArrivalOf(message);
            longest = Duration.Max(longest, until[i]);
        }
        return longest;
    }
}
