using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>What is wrong with a machine in a scenario: slow links, dead links, straggling devices.</summary>
/// <param name="SlowLinks">Links whose rate is multiplied by a factor.</param>
/// <param name="DeadLinks">Links that are not there; flows whose path crosses one are routed anew.</param>
/// <param name="Stragglers">Endpoints whose every flow begins later by a delay.</param>
public sealed record ScenarioConditions(
    IReadOnlyList<(int A, int B, double Factor)> SlowLinks,
    IReadOnlyList<(int A, int B)> DeadLinks,
    IReadOnlyList<(int Node, Duration Delay)> Stragglers)
{
    /// <summary>The scenario under these conditions.</summary>
    public NetworkScenario ApplyTo(NetworkScenario scenario)
    {
        if (SlowLinks.Count + DeadLinks.Count + Stragglers.Count == 0) return scenario;
        NetworkSpec network = scenario.Network with { Links = [.. scenario.Network.Links.Where(link => !IsDead(link.A, link.B)).Select(Slowed)] };
        return scenario with { Network = network, Flows = [.. scenario.Flows.Select(flow => Delayed(Rerouted(flow)))] };
    }

    internal static ScenarioConditions Read(JsonSection root)
    {
        if (!root.Has("conditions")) return new ScenarioConditions([], [], []);
        JsonSection section = root.Section("conditions");
        return new ScenarioConditions(
            [.. section.Sections("slow_links", required: false).Select(link => (Node(link, "a"), Node(link, "b"), link.Positive("factor")))],
            [.. section.Sections("dead_links", required: false).Select(link => (Node(link, "a"), Node(link, "b")))],
            [.. section.Sections("stragglers", required: false).Select(node => (Node(node, "node"), Duration.FromPicoseconds(node.Integer("delay_ps", 0, 86_400_000_000_000_000))))]);
    }

    /// <summary>Notes a fault for every condition of a link or node that the network does not have, and for a link too slow to carry anything.</summary>
    internal void Check(NetworkSpec network, JsonSection root)
    {
        foreach ((int a, int b) in SlowLinks.Select(link => (link.A, link.B)).Concat(DeadLinks).Where(c => !network.Links.Any(link => Joins(link, c.Item1, c.Item2))))
            root.Fault("conditions", $"speak of a link from {a} to {b}, which is not there");
        foreach ((int node, _) in Stragglers.Where(straggler => straggler.Node >= network.Nodes.Count))
            root.Fault("conditions", $"speak of node {node}, but nodes are numbered 0 to {network.Nodes.Count - 1}");
        foreach (LinkSpec link in network.Links.Select(Slowed).Where(link => link.Rate.BytesPerSecond < 1))
            root.Fault("conditions", $"leave the link from {link.A} to {link.B} less than a byte a second; use dead_links for a link that carries nothing");
    }

    private static int Node(JsonSection section, string key) => (int)section.Integer(key, 0, int.MaxValue);

    private LinkSpec Slowed(LinkSpec link)
    {
        foreach ((int a, int b, double factor) in SlowLinks)
        {
            if (Joins(link, a, b)) link = link with { Rate = link.Rate * factor };
        }
        return link;
    }

    private ScenarioFlow Rerouted(ScenarioFlow flow)
    {
        for (int i = 0; i + 1 < flow.Path.Count; i++)
        {
            if (IsDead(flow.Path[i], flow.Path[i + 1])) return flow with { Path = [] };
        }
        return flow;
    }

    private ScenarioFlow Delayed(ScenarioFlow flow)
    {
        foreach ((int node, Duration delay) in Stragglers)
        {
            if (node == flow.Source) flow = flow with { Start = flow.Start + delay, Delay = flow.Delay + delay };
        }
        return flow;
    }

    private bool IsDead(int a, int b) => DeadLinks.Any(dead => (dead.A == a && dead.B == b) || (dead.A == b && dead.B == a));

    private static bool Joins(LinkSpec link, int a, int b) => (link.A == a && link.B == b) || (link.A == b && link.B == a);
}
