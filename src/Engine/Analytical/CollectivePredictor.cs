using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>Predicts the collectives of a tensor-parallel group by the fastest algorithm; each kind and size is predicted once.</summary>
/// <remarks>To the time on the network comes the longest chain of what devices do with messages that have arrived.</remarks>
internal sealed class CollectivePredictor
{
    private readonly int _ranks;
    private readonly NetworkCostModel _network;
    private readonly CollectiveCosts _costs;
    private readonly double _networkTime;
    private readonly double _localTime;
    private readonly Dictionary<(CollectiveKind Kind, Bytes Size), PredictedCollective> _known = [];

    /// <param name="platform">The machine.</param>
    /// <param name="ranks">Devices that take part; the network's first endpoints.</param>
    /// <param name="parameters">What a calibration found, or the nominal values.</param>
    public CollectivePredictor(PlatformSpec platform, int ranks, EngineParameters parameters)
    {
        _networkTime = parameters[EngineParameter.CollectiveNetwork];
        _localTime = parameters[EngineParameter.CollectiveLocal];
        _ranks = ranks;
        _network = new NetworkCostModel(platform.Network, platform.CollectiveStepOverhead);
        _costs = new CollectiveCosts { StepOverhead = platform.CollectiveStepOverhead, MemoryRate = platform.Device.Memory.StreamBandwidth };
    }

    public PredictedCollective Predict(CollectiveStep step)
    {
        if (!_known.TryGetValue((step.Collective, step.Size), out PredictedCollective known))
            _known[(step.Collective, step.Size)] = known = Of(CollectiveChoice.Rank(new CollectiveRequest(step.Collective, _ranks, step.Size), _network)[0]);
        return known;
    }

    private PredictedCollective Of(CollectiveChoice choice) => new(
        Duration.FromPicoseconds((long)Math.Round(choice.Predicted.Picoseconds * _networkTime + LongestChain(choice.Schedule).Picoseconds * _localTime)),
        Bytes.FromCount(choice.Schedule.Volume.Count / _ranks),
        CollectiveTraffic.LinkBytesPerRank(choice.Schedule, _network),
        choice.Algorithm.Name);

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
