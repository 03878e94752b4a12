using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>One collective alone on a network, packet by packet.</summary>
public static class CollectiveSimulation
{
    /// <summary>The time until the last rank has finished; rank r is node r.</summary>
    /// <exception cref="InvalidOperationException">It came to a standstill; the message says who waits for whom.</exception>
    public static Duration TimeOf(NetworkSpec spec, CollectiveSchedule schedule, CollectiveCosts costs)
    {
        var simulation = new Simulation();
        var network = new PacketNetwork(simulation, spec);
        var run = new CollectiveRun(simulation, network, schedule, [.. Enumerable.Range(0, schedule.Ranks)], costs);
        run.EnterAll();
        simulation.RunToEnd();
        if (!run.IsComplete) throw new InvalidOperationException($"{schedule.Algorithm} on {spec.Name} came to a standstill. {network.DescribeStandstill()}");
        return run.Finish - SimTime.Zero;
    }

    /// <summary>Transmissions that a schedule costs, acknowledgements included.</summary>
    public static long PacketHopsOf(NetworkSpec spec, CollectiveSchedule schedule)
    {
        var network = new PacketNetwork(new Simulation(), spec);
        int each = spec.Injection.Acknowledgement > Bytes.Zero ? 2 : 1;
        return schedule.Messages.Sum(m => each * spec.Packet.PacketsFor(m.Size) * (network.RouteBetween(m.From, m.To).Nodes.Count - 1));
    }
}
