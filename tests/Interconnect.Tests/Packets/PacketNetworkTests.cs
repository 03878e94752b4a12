using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Scenarios;
using DeepStack.Sim.Interconnect.Topologies;

namespace DeepStack.Sim.Interconnect.Tests.Packets;

/// <summary>What one or a few messages take, against hand-made sums.</summary>
public sealed class PacketNetworkTests
{
    private static readonly NetworkSpec Chain = LevelNetwork.Build("chain", [Flows.Level(LevelKind.Chain, 4)], Flows.Rules);

    [Fact]
    public void OnePacketTakesItsTransmissionAndTheLatency() => Assert.Equal(524 + 100, Flows.AloneNs(Chain, 0, 1, 500));

    [Fact]
    public void StoreAndForwardPaysTheWholePacketOnEveryLink() => Assert.Equal((3 * (1024 + 100)) + 1024, Flows.AloneNs(Chain, 0, 3, 2000));

    [Fact]
    public void CutThroughPaysTheHeaderOnEveryFurtherLink() =>
        Assert.Equal(2 * (24 + 100) + 1024 + 100 + 1024, Flows.AloneNs(Chain with { Forwarding = Forwarding.CutThrough }, 0, 3, 2000));

    [Fact]
    public void CutThroughOntoAFasterLinkNeverRunsOutOfBytes()
    {
        NetworkSpec fasterLast = Chain with { Forwarding = Forwarding.CutThrough, Links = [Chain.Links[0], Chain.Links[1] with { Rate = Chain.Links[1].Rate * 4 }, Chain.Links[2]] };

        Assert.Equal(1024 + 100 + 100, Flows.AloneNs(fasterLast, 0, 2, 1000));
    }

    [Fact]
    public void ExactHalvesOfThePicosecondGoDown()
    {
        var clock = new NetworkSpec
        {
            Name = "fast",
            Nodes = [NodeKind.Endpoint, NodeKind.Endpoint],
            Links = [new LinkSpec(0, 1, Bandwidth.FromBytesPerSecond(2e12), Duration.Zero)],
            Packet = new PacketFormat(Bytes.FromCount(1000), Bytes.Zero),
        };

        Assert.Equal(0.001m, Flows.AloneNs(clock, 0, 1, 3));
    }

    [Fact]
    public void WholeNanosecondsAreAnOptionOfTheNetwork() =>
        Assert.Equal(2 + 100, Flows.AloneNs(Chain with { TransmissionUnit = Duration.FromNanoseconds(2), Packet = new PacketFormat(Bytes.FromCount(1000), Bytes.Zero) }, 0, 1, 3));

    [Fact]
    public void SoftwareAtBothEndsIsPaidOnceAMessage() => Assert.Equal(
        30 + (1024 + 1024 + 100) + 7,
        Flows.AloneNs(Chain with { SendOverhead = Duration.FromNanoseconds(30), ReceiveOverhead = Duration.FromNanoseconds(7) }, 0, 1, 2000));

    [Fact]
    public void WindowOfOnePacketWaitsForEveryAcknowledgement()
    {
        NetworkSpec window = Chain with { Injection = new InjectionSpec { Mode = InjectionMode.Window, WindowPackets = 1, Acknowledgement = Bytes.FromCount(48) } };

        Assert.Equal(1024 + 100 + 48 + 100 + 1024 + 100, Flows.AloneNs(window, 0, 1, 2000));
    }

    [Fact]
    public void SenderLearnsOfCompletionOneAcknowledgementLater()
    {
        NetworkSpec acknowledged = Chain with { Injection = new InjectionSpec { Acknowledgement = Bytes.FromCount(48), CompleteWhenAcknowledged = true } };

        Assert.Equal(1024 + 100 + 48 + 100, Flows.AloneNs(acknowledged, 0, 1, 1000));
    }

    [Fact]
    public void RoundRobinLetsAShortMessagePassALongOne()
    {
        NetworkSpec fair = Chain, burst = Chain with { Injection = new InjectionSpec { Mode = InjectionMode.Burst } };
        ScenarioFlow[] flows = [Flows.Flow(0, 1, 100_000), Flows.Flow(0, 1, 1000)];

        Assert.Equal((3 * 1024) + 100, Flows.Run(fair, flows).Flows[1].Finish.Picoseconds / 1000);
        Assert.Equal((101 * 1024) + 100, Flows.Run(burst, flows).Flows[1].Finish.Picoseconds / 1000);
    }

    [Fact]
    public void MessageToItselfCostsOnlySoftware()
    {
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, Chain with { SendOverhead = Duration.FromNanoseconds(30) });
        var listener = new Flows.Listener(simulation);

        network.Send(2, 2, Bytes.FromCount(1 << 20), listener, 9);
        simulation.RunToEnd();

        Assert.Equal([(9, 30)], listener.Heard);
        Assert.Equal(0, network.OpenMessages);
    }

    [Fact]
    public void HandlerMaySendAgainFromInsideItsCall()
    {
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, Chain);
        var relay = new Relay(network, 5);

        network.Send(0, 1, Bytes.FromCount(1000), relay, 1);
        simulation.RunToEnd();

        Assert.Equal(5 * 1124, simulation.Now.Picoseconds / 1000);
        Assert.Equal(0, network.OpenMessages);
    }

    [Fact]
    public void MissingPathIsNamed()
    {
        var network = new PacketNetwork(new Simulation(), Chain with { Links = [Chain.Links[0]] });

        NetworkUnreachableException e = Assert.Throws<NetworkUnreachableException>(() => network.RouteBetween(0, 3));

        Assert.Equal("Network \"chain\" has no path from node 0 to node 3.", e.Message);
    }

    private sealed class Relay(PacketNetwork network, int times) : IEventHandler
    {
        public void Handle(long payload)
        {
            if (payload < times) network.Send((int)payload % 2, (int)(payload + 1) % 2, Bytes.FromCount(1000), this, payload + 1);
        }
    }
}
