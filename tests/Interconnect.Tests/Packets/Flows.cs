using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Interconnect.Topologies;

namespace DeepStack.Sim.Interconnect.Tests.Packets;

/// <summary>Small networks and flows for the tests of this folder.</summary>
internal static class Flows
{
    public static readonly NetworkRules Rules = new(new PacketFormat(Bytes.FromCount(1000), Bytes.FromCount(24)));

    /// <summary>1,024 bytes take 1,024 ns.</summary>
    public static readonly Bandwidth BytePerNanosecond = Bandwidth.FromBytesPerSecond(1e9);

    public static NetworkLevel Level(LevelKind kind, int size, long latencyNs = 100) => new(kind, size, BytePerNanosecond, Duration.FromNanoseconds(latencyNs));

    public static ScenarioFlow Flow(int source, int destination, long bytes, long startNs = 0) =>
        new(source, destination, Bytes.FromCount(bytes), [], SimTime.FromPicoseconds(startNs * 1000), [], Duration.Zero);

    public static ScenarioResult Run(NetworkSpec network, params ScenarioFlow[] flows) => new ScenarioRun(new NetworkScenario(network, flows)).Run();

    /// <summary>When the only message of an idle network is complete, in ns.</summary>
    public static decimal AloneNs(NetworkSpec network, int source, int destination, long bytes) =>
        Run(network, Flow(source, destination, bytes)).Total.Picoseconds / 1000m;

    /// <summary>A listener that notes when it was told what.</summary>
    public sealed class Listener(Simulation simulation) : IEventHandler
    {
        public List<(long Payload, long Ns)> Heard { get; } = [];

        public void Handle(long payload) => Heard.Add((payload, simulation.Now.Picoseconds / 1000));
    }
}
