using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>A collective against size on a machine, by some or all algorithms.</summary>
public sealed class CollectiveSweep
{
    private readonly NetworkSpec _network;
    private readonly CollectiveCosts _costs;
    private readonly NetworkCostModel _model;

    /// <param name="platform">The machine; all its devices take part.</param>
    public CollectiveSweep(PlatformSpec platform)
        : this(platform.Network, new CollectiveCosts { StepOverhead = platform.CollectiveStepOverhead, MemoryRate = platform.Device.Memory.StreamBandwidth })
    {
    }

    /// <param name="network">The network; all its endpoints take part.</param>
    /// <param name="costs">What messages cost on the devices.</param>
    public CollectiveSweep(NetworkSpec network, CollectiveCosts costs)
    {
        _network = network;
        _costs = costs;
        _model = new NetworkCostModel(network, costs.StepOverhead);
    }

    /// <summary>Simulates every size by every algorithm.</summary>
    /// <param name="kind">The collective.</param>
    /// <param name="sizes">As in <see cref="CollectiveRequest"/>.</param>
    /// <param name="pieces">Pieces of the vector.</param>
    /// <param name="algorithm">One algorithm's name, "all", or "chosen" for the one that the cost model picks.</param>
    public IEnumerable<SweepPoint> Run(CollectiveKind kind, IEnumerable<Bytes> sizes, int pieces, string algorithm)
    {
        foreach (Bytes size in sizes)
        {
            CollectiveRequest request = new(kind, _network.EndpointCount, size) { Pieces = pieces, Shape = ShapeOf(_network.Levels) };
            IReadOnlyList<CollectiveChoice> choices = CollectiveChoice.Rank(request, _model);
            string? only = algorithm is "all" or "chosen" ? null : CollectiveLibrary.Find(algorithm, request).Name;
            foreach (CollectiveChoice choice in choices)
            {
                bool chosen = choice == choices[0];
                if (only is not null ? choice.Algorithm.Name != only : algorithm == "chosen" && !chosen) continue;
                yield return new SweepPoint(request, choice.Algorithm.Name, chosen, choice.Predicted, CollectiveSimulation.TimeOf(_network, choice.Schedule, _costs));
            }
        }
    }

    /// <summary>A table with a row for every point.</summary>
    public static string CsvOf(IEnumerable<SweepPoint> points)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine("collective,ranks,size_bytes,algorithm,chosen,predicted_us,time_us,algorithm_bandwidth_gbyteps,bus_bandwidth_gbyteps");
        foreach (SweepPoint p in points)
        {
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{p.Request.Kind},{p.Request.Ranks},{p.Request.Size.Count},{p.Algorithm},{(p.Chosen ? "yes" : "no")},{p.Predicted.Microseconds:F3},{p.Time.Microseconds:F3},{p.AlgorithmBandwidth.BytesPerSecond / 1e9:F3},{p.BusBandwidth.BytesPerSecond / 1e9:F3}"));
        }
        return text.ToString();
    }

    /// <summary>The sides of a network that is a product of several levels; none for a single level.</summary>
    private static IReadOnlyList<int> ShapeOf(IReadOnlyList<NetworkLevel> levels) => levels.Count > 1 ? [.. levels.Select(level => level.Size)] : [];
}
