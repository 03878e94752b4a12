using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

/// <summary>A message to send at the beginning.</summary>
internal sealed record Transfer(NocEndpoint From, NocEndpoint To, long Size);

/// <summary>Notes when each message arrives.</summary>
internal sealed class Arrivals(Simulation simulation, int count) : IEventHandler
{
    public SimTime[] At { get; } = new SimTime[count];

    public int Count { get; private set; }

    public void Handle(long payload)
    {
        Assert.Equal(SimTime.Zero, At[payload]);
        At[payload] = simulation.Now;
        Count++;
    }
}

/// <summary>Sends messages at time 0 and runs until all have arrived.</summary>
internal static class NetworkRuns
{
    public static (SimTime[] At, NocNetwork Network) Run(NocSpec spec, NocDetail detail, IReadOnlyList<Transfer> transfers)
    {
        var simulation = new Simulation();
        var network = new NocNetwork(simulation, spec, detail, seed: 2);
        var arrivals = new Arrivals(simulation, transfers.Count);
        for (int i = 0; i < transfers.Count; i++) network.Send(transfers[i].From, transfers[i].To, Bytes.FromCount(transfers[i].Size), arrivals, i);
        simulation.RunToEnd();
        Assert.Equal(transfers.Count, arrivals.Count);
        Assert.Equal(0, network.MessagesUnderWay);
        return (arrivals.At, network);
    }
}
