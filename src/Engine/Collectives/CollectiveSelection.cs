using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>Chooses how a machine does a collective: by the rules of its libraries, otherwise by the shortest predicted time.</summary>
internal sealed class CollectiveSelection
{
    private readonly PlatformSpec _platform;
    private readonly NetworkCostModel _network;
    private readonly NetworkCostModel[] _ofRules;

    /// <param name="platform">The machine.</param>
    public CollectiveSelection(PlatformSpec platform)
    {
        _platform = platform;
        _network = new NetworkCostModel(platform.Network, platform.CollectiveStepOverhead);
        _ofRules = [.. platform.AllReduceRules.Select(rule => new NetworkCostModel(platform.Network, rule.Step))];
    }

    /// <summary>The way of doing it.</summary>
    /// <exception cref="Presets.PresetException">A rule names an algorithm that cannot do it.</exception>
    public SelectedCollective Select(CollectiveStep step)
    {
        RankGroup group = GroupFolding.Fold(step.Group, _network);
        CollectiveRequest request = GroupFolding.RequestOf(step, _platform.Network);
        int number = RuleFor(step);
        if (number < 0) return Of(CollectiveChoice.Rank(request, _network, group)[0], group, Duration.Zero, 1, _platform.CollectiveStepOverhead);
        AllReduceRule rule = _platform.AllReduceRules[number];
        return Of(CollectiveChoice.Of(CollectiveLibrary.Find(rule.Algorithm, request), request, _ofRules[number], group), group, rule.Start, rule.RateShare, rule.Step);
    }

    /// <summary>The rule that a collective falls under, by number; -1 if none.</summary>
    public int RuleFor(CollectiveStep step) => step.Collective == CollectiveKind.AllReduce ? RuleFor(step.Size * step.Group.Count) : -1;

    /// <summary>The ways of doing a collective that a rule leaves, for any size.</summary>
    /// <param name="step">The collective; its size does not matter, and of weights only whether there are any.</param>
    /// <param name="rule">The rule it falls under, or -1.</param>
    public IReadOnlyList<CollectiveCurve> Curves(CollectiveStep step, int rule)
    {
        NetworkCostModel network = rule < 0 ? _network : _ofRules[rule];
        RankGroup group = GroupFolding.Fold(step.Group, _network);
        CollectiveRequest request = GroupFolding.RequestOf(step, _platform.Network);
        IEnumerable<ICollectiveAlgorithm> algorithms = rule < 0 ? CollectiveLibrary.For(request) : [CollectiveLibrary.Find(_platform.AllReduceRules[rule].Algorithm, request)];
        return [.. algorithms.Select(algorithm => CollectiveCurve.Of(algorithm, request, group, network, CostsOf(network.Overhead)))];
    }

    private CollectiveCosts CostsOf(Duration stepOverhead) => new() { StepOverhead = stepOverhead, MemoryRate = _platform.Device.Memory.StreamBandwidth };

    private SelectedCollective Of(CollectiveChoice choice, RankGroup group, Duration start, double rateShare, Duration stepOverhead)
    {
        return new SelectedCollective(
            choice,
            group,
            start,
            rateShare,
            CostsOf(stepOverhead),
            CollectiveTraffic.PerRank(choice.Schedule, group, _network));
    }

    private int RuleFor(Bytes together)
    {
        for (int i = 0; i < _platform.AllReduceRules.Count; i++)
        {
            if (together < _platform.AllReduceRules[i].Until) return i;
        }
        return -1;
    }
}
