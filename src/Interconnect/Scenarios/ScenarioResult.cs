using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>What came of a scenario.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Flows">Begin and finish of every flow, by number.</param>
/// <param name="Links">What every link direction carried.</param>
/// <param name="Packets">Data packets injected.</param>
public sealed record ScenarioResult(NetworkScenario Scenario, IReadOnlyList<FlowResult> Flows, IReadOnlyList<LinkUse> Links, long Packets)
{
    /// <summary>Transmissions summed over links, acknowledgements included.</summary>
    public long PacketHops => Links.Sum(link => link.Packets);

    /// <summary>When the last flow finished.</summary>
    public SimTime Total => Flows.Count == 0 ? SimTime.Zero : Flows.Max(flow => flow.Finish);

    /// <summary>The mean duration of a flow in nanoseconds.</summary>
    public double MeanFlowNanoseconds => Flows.Count == 0 ? 0 : Flows.Sum(flow => (double)flow.Duration.Picoseconds) / Flows.Count / 1e3;

    /// <summary>Most packets that waited in any one queue of a switch.</summary>
    public int PeakSwitchQueue =>
        Links.Where(link => Scenario.Network.Nodes[link.From] == NodeKind.Switch).Select(link => link.PeakWaiting).DefaultIfEmpty(0).Max();
}
