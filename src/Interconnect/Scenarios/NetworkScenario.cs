using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>A network and the flows on it, as a file of the format <c>network-scenario/1</c> describes them.</summary>
/// <param name="Network">The graph and its rules.</param>
/// <param name="Flows">The flows, by number.</param>
public sealed record NetworkScenario(NetworkSpec Network, IReadOnlyList<ScenarioFlow> Flows)
{
    /// <summary>Its name.</summary>
    public string Name => Network.Name;

    /// <summary>What kind of traffic it holds.</summary>
    public string Family { get; init; } = "";

    /// <summary>One sentence for readers.</summary>
    public string Description { get; init; } = "";
}
