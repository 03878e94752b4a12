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
    private readonly CollectiveSelection _selection;
    private readonly double _networkTime;
    private readonly double _localTime;
    private readonly Dictionary<(CollectiveKind, Bytes, RankGroup, IReadOnlyList<double>, bool), PredictedCollective> _known = [];

    /// <param name="platform">The machine.</param>
    /// <param name="parameters">What a calibration found, or the nominal values.</param>
    public CollectivePredictor(PlatformSpec platform, EngineParameters parameters)
    {
        _selection = new CollectiveSelection(platform);
        _networkTime = parameters[EngineParameter.CollectiveNetwork];
        _localTime = parameters[EngineParameter.CollectiveLocal];
    }

    public PredictedCollective Predict(CollectiveStep step)
    {
        if (!_known.TryGetValue(step.Key, out PredictedCollective known))
            _known[step.Key] = known = Choose(step);
        return known;
    }

    private PredictedCollective Choose(CollectiveStep step)
    {
        SelectedCollective selected = _selection.Select(step);
        var parts = new CollectiveParts(
            selected.Start,
            Scaled(selected.Choice.Predicted, _networkTime / selected.RateShare),
            Scaled(LongestChain(selected.Choice.Schedule, selected.Costs), _localTime / selected.RateShare));
        return new PredictedCollective(parts, selected.SentPerRank, selected.LinkBytesPerRank, selected.Choice.Algorithm.Name);
    }

    private static Duration Scaled(Duration time, double factor) => Duration.FromPicoseconds((long)Math.Round(time.Picoseconds * factor));

    private static Duration LongestChain(CollectiveSchedule schedule, CollectiveCosts costs)
    {
        var until = new Duration[schedule.Messages.Count];
        Duration longest = Duration.Zero;
        for (int i = 0; i < until.Length; i++)
        {
            CollectiveMessage message = schedule.Messages[i];
            foreach (int before in message.After) until[i] = Duration.Max(until[i], until[before]);
            until[i] += costs.AfterArrivalOf(message);
            longest = Duration.Max(longest, until[i]);
        }
        return longest;
    }
}
