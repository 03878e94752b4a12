using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>A wire bundle between two routers or between a router and an endpoint; both directions are alike and independent.</summary>
/// <param name="Latency">The wire's delay, at least 1 cycle; credits need as long on their way back.</param>
/// <param name="CyclesPerFlit">How long one flit occupies the link: 1 where the link is as wide as a flit, 4 where it has a quarter of the wires.</param>
/// <param name="Name">What kind of link it is, such as "die-to-die"; traffic is counted by it.</param>
public sealed record NocLink(Cycles Latency, int CyclesPerFlit = 1, string Name = "link")
{
    /// <summary>One cycle, as wide as a flit.</summary>
    public static NocLink OneCycle { get; } = new(Cycles.FromCount(1));
}
