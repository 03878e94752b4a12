using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>A collective on a switch or torus fabric as the network study of DeepStack ran it on ns-3.</summary>
/// <remarks>Source: the mechanics found in the published results of the DeepStack artifact; its fabrics are in <c>fig13_cases.csv</c>.</remarks>
public sealed class StackedCollectiveCase
{
    private const long PacketPayload = 1000;
    private const long PacketHeader = 36;
    private const long AcknowledgementSize = 48;
    private const long StudyPayload = 988;
    private const long HopsPerProbe = 1_000_000;

    private readonly int _sideA;
    private readonly int _sideB;
    private readonly bool _torus;
    private readonly string _collective;
    private readonly CsvRow _fabric;
    private readonly Bytes _payload;

    /// <param name="row">The collective.</param>
    /// <param name="fabric">The links of its case.</param>
    /// <exception cref="PresetException">The row names an unknown collective or topology.</exception>
    public StackedCollectiveCase(CsvRow row, CsvRow fabric)
    {
        _sideA = row.Get<int>("dim_a");
        _sideB = row.Get<int>("dim_b");
        _torus = row["topology"] switch { "torus" => true, "switch" => false, var other => throw new PresetException($"fig13 line {row.Line}: topology is \"{other}\"; expected switch or torus.") };
        _collective = row["collective"];
        _fabric = fabric;
        long bytes = row.Get<long>("bytes");
        bool carriesHeaders = !_torus || _collective == "all_gather";
        _payload = Bytes.FromCount(carriesHeaders ? bytes - PacketHeader * ((bytes + StudyPayload + PacketHeader - 1) / (StudyPayload + PacketHeader)) : bytes);
        Name = $"{row["case"]} {_sideA}x{_sideB} {_collective} {_payload.Count} B";
    }

    /// <summary>Case, shape, collective and payload.</summary>
    public string Name { get; }

    private int Ranks => _sideA * _sideB;

    /// <summary>The time of the collective.</summary>
    /// <param name="unit">To which transmission times are rounded.</param>
    /// <param name="mostHops">Transmissions up to which everything is simulated; beyond, a straight line may be followed.</param>
    public Duration Time(Duration unit, long mostHops)
    {
        NetworkSpec network = Network(unit);
        long hops = CollectiveSimulation.PacketHopsOf(network, Schedule(_payload));
        if (hops <= mostHops) return Simulate(_payload);
        Bytes packet = Bytes.FromCount(PacketPayload * (_collective == "all_reduce" ? Ranks : 1));
        long stride = Math.Max(1, (long)((double)_payload.Count / packet.Count * HopsPerProbe / hops));
        return SteadyState.TimeOf(Simulate, _payload, packet, stride);

        Duration Simulate(Bytes payload) => CollectiveSimulation.TimeOf(network, Schedule(payload), CollectiveCosts.None);
    }

    /// <summary>The time in closed form, from the loads of links.</summary>
    public Duration Predicted()
    {
        (ICollectiveAlgorithm algorithm, CollectiveRequest request) = Asked(_payload);
        return CollectiveChoice.Of(algorithm, request, new NetworkCostModel(Network(Duration.FromNanoseconds(1)), Duration.Zero)).Predicted;
    }

    private CollectiveSchedule Schedule(Bytes payload)
    {
        (ICollectiveAlgorithm algorithm, CollectiveRequest request) = Asked(payload);
        return algorithm.Build(request);
    }

    private (ICollectiveAlgorithm Algorithm, CollectiveRequest Request) Asked(Bytes payload)
    {
        (CollectiveKind kind, Bytes size, string onTorus, string onSwitch) = _collective switch
        {
            "all_gather" => (CollectiveKind.AllGather, payload * Ranks, "torus", "recursive_doubling"),
            "all_reduce" => (CollectiveKind.AllReduce, payload, "torus", "halving_doubling_near"),
            "all_to_all" => (CollectiveKind.AllToAll, payload * (_torus ? _sideA : Ranks), "dimension_wise", "direct"),
            _ => throw new PresetException($"fig13: collective is \"{_collective}\"; expected all_gather, all_reduce or all_to_all."),
        };
        var request = new CollectiveRequest(kind, Ranks, size) { Shape = _torus ? [_sideA, _sideB] : [] };
        return (CollectiveLibrary.Find(_torus ? onTorus : onSwitch, request), request);
    }

    private NetworkSpec Network(Duration unit)
    {
        var rules = new NetworkRules(new PacketFormat(Bytes.FromCount(PacketPayload), Bytes.FromCount(PacketHeader)))
        {
            Injection = new InjectionSpec
            {
                Acknowledgement = Bytes.FromCount(AcknowledgementSize),
                AcknowledgementsFirst = true,
                CompleteWhenAcknowledged = true,
                RejoinsAfterTransmission = true,
            },
            TransmissionUnit = unit,
        };
        (Bandwidth rate, Duration latency) = LinkOf("l1");
        if (_torus)
            return LevelNetwork.Build(Name, [new NetworkLevel(LevelKind.Ring, _sideA, rate, latency), new NetworkLevel(LevelKind.Ring, _sideB, rate, latency)], rules);
        if (_sideB == 1) return LevelNetwork.Build(Name, [new NetworkLevel(LevelKind.Switch, _sideA, rate, latency)], rules);
        (Bandwidth upperRate, Duration upperLatency) = LinkOf("l2");
        return new LeafSpine(_sideB, _sideA, 1, rate, latency, upperRate, upperLatency).Build(Name, rules);
    }

    private (Bandwidth Rate, Duration Latency) LinkOf(string level) => (
        Bandwidth.FromBytesPerSecond(_fabric.Get<double>($"{level}_link_gbyteps") * 1e9),
        Duration.FromNanoseconds(_fabric.Get<long>($"{level}_hop_ns")));
}
