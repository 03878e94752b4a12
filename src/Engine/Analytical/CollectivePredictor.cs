using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>Predicts collectives by the fastest algorithm: the messages of each kind and group are looked at once, sizes are scaled.</summary>
/// <remarks>To the time on the network comes the longest chain of what devices do with messages that have arrived.</remarks>
internal sealed class CollectivePredictor
{
    private readonly PlatformSpec _platform;
    private readonly CollectiveSelection _selection;
    private readonly double _networkTime;
    private readonly double _localTime;
    private double[] _shares = [];
    private readonly Dictionary<(CollectiveKind Kind, RankGroup Group, int Rule, bool IsUneven), IReadOnlyList<CollectiveCurve>> _curves = [];
    private readonly Dictionary<(CollectiveKind, Bytes, RankGroup, IReadOnlyList<double>, bool), PredictedCollective> _known = [];

    /// <param name="platform">The machine.</param>
    /// <param name="parameters">What a calibration found, or the nominal values.</param>
    public CollectivePredictor(PlatformSpec platform, EngineParameters parameters)
    {
        _platform = platform;
        _selection = new CollectiveSelection(platform);
        _networkTime = parameters[EngineParameter.CollectiveNetwork];
        _localTime = parameters[EngineParameter.CollectiveLocal];
    }

    public PredictedCollective Predict(CollectiveStep step)
    {
        if (!_known.TryGetValue(step.Key, out PredictedCollective? known))
            _known[step.Key] = known = step.Weights.Count == 0 ? Even(step) : Uneven(step);
        return known;
    }

    /// <summary>Blocks of different weights.</summary>
    private PredictedCollective Uneven(CollectiveStep step)
    {
        double[] shares = SharesOf(step.Weights);
        (CollectiveCurve curve, Duration network) = Fastest(CurvesOf(step, rule: -1), (curve, atMost) => curve.OnNetwork(step.Size, shares, step.WeighsSenders, atMost));
        var parts = new CollectiveParts(Duration.Zero, Scaled(network, _networkTime), Scaled(curve.OnDevices(step.Size, shares.Max() * shares.Length), _localTime));
        return Of(step, curve, parts);
    }

    /// <summary>The ranks' shares of the whole [ranks]; they hold until the next ones.</summary>
    private double[] SharesOf(IReadOnlyList<double> weights)
    {
        if (_shares.Length != weights.Count) _shares = new double[weights.Count];
        double sum = 0;
        for (int rank = 0; rank < _shares.Length; rank++) sum += weights[rank];
        for (int rank = 0; rank < _shares.Length; rank++) _shares[rank] = weights[rank] / sum;
        return _shares;
    }

    private PredictedCollective Even(CollectiveStep step)
    {
        int number = _selection.RuleFor(step);
        AllReduceRule? rule = number < 0 ? null : _platform.AllReduceRules[number];
        (CollectiveCurve curve, Duration network) = Fastest(CurvesOf(step, number), (curve, _) => curve.OnNetwork(step.Size));
        double rateShare = rule?.RateShare ?? 1;
        var parts = new CollectiveParts(rule?.Start ?? Duration.Zero, Scaled(network, _networkTime / rateShare), Scaled(curve.OnDevices(step.Size), _localTime / rateShare));
        return Of(step, curve, parts);
    }

    private static PredictedCollective Of(CollectiveStep step, CollectiveCurve curve, CollectiveParts parts) =>
        new(parts, curve.SentPerRank(step.Size), curve.PerRank(step.Size), curve.Algorithm);

    private IReadOnlyList<CollectiveCurve> CurvesOf(CollectiveStep step, int rule)
    {
        (CollectiveKind, RankGroup, int, bool) key = (step.Collective, step.Group, rule, step.Weights.Count > 0);
        if (!_curves.TryGetValue(key, out IReadOnlyList<CollectiveCurve>? curves))
            _curves[key] = curves = _selection.Curves(step, rule);
        return curves;
    }

    private static (CollectiveCurve Curve, Duration Network) Fastest(IReadOnlyList<CollectiveCurve> curves, Func<CollectiveCurve, Duration, Duration> onNetwork)
    {
        (CollectiveCurve Curve, Duration Network) best = (curves[0], onNetwork(curves[0], Duration.MaxValue));
        for (int i = 1; i < curves.Count; i++)
        {
            Duration network = onNetwork(curves[i], best.Network);
            if (network < best.Network) best = (curves[i], network);
        }
        return best;
    }

    private static Duration Scaled(Duration time, double factor) => Duration.FromPicoseconds((long)Math.Round(time.Picoseconds * factor));
}
