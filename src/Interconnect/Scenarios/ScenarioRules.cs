using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>What a scenario must fulfil beyond having the right keys.</summary>
internal static class ScenarioRules
{
    public static void Check(NetworkScenario scenario, JsonSection root)
    {
        foreach (string fault in NetworkSpecRules.FaultsOf(scenario.Network)) root.Fault("", $"contradicts itself: {fault}");
        var links = new Dictionary<(int, int), LinkSpec>();
        foreach (LinkSpec link in scenario.Network.Links)
        {
            links[(link.A, link.B)] = link;
            links[(link.B, link.A)] = link;
        }
        bool sound = true;
        for (int id = 0; id < scenario.Flows.Count; id++) sound &= CheckFlow(scenario, id, links, root);
        if (!sound) return;
        CheckCircles(scenario, root);
        CheckHorizon(scenario, root);
    }

    private static bool CheckFlow(NetworkScenario scenario, int id, Dictionary<(int, int), LinkSpec> links, JsonSection root)
    {
        ScenarioFlow flow = scenario.Flows[id];
        string name = $"flows[{id}]";
        int nodes = scenario.Network.Nodes.Count;
        string? fault = flow.Source >= nodes || flow.Destination >= nodes ? $"goes from {flow.Source} to {flow.Destination}, but nodes are numbered 0 to {nodes - 1}"
            : flow.Source == flow.Destination ? $"goes from node {flow.Source} to itself"
            : flow.Path.Count > 0 && (flow.Path[0] != flow.Source || flow.Path[^1] != flow.Destination) ? $"has a path from {flow.Path[0]} to {flow.Path[^1]}; expected {flow.Source} to {flow.Destination}"
            : scenario.Network.Packet.PacketsFor(flow.Size) > int.MaxValue ? "has more than 2^31 packets; give it larger ones"
            : MissingLink(flow, links) ?? WrongPredecessor(scenario, flow, id);
        if (fault is not null) root.Fault(name, fault);
        return fault is null;
    }

    private static string? MissingLink(ScenarioFlow flow, Dictionary<(int, int), LinkSpec> links)
    {
        for (int i = 0; i + 1 < flow.Path.Count; i++)
        {
            if (!links.ContainsKey((flow.Path[i], flow.Path[i + 1])))
                return $"has a path over a link that is not there: {flow.Path[i]} to {flow.Path[i + 1]}";
        }
        return null;
    }

    private static string? WrongPredecessor(NetworkScenario scenario, ScenarioFlow flow, int id)
    {
        foreach (int before in flow.After)
        {
            if (before == id) return "waits for itself";
            if ((uint)before >= (uint)scenario.Flows.Count) return $"waits for flow {before}, but flows are numbered 0 to {scenario.Flows.Count - 1}";
        }
        return null;
    }

    private static void CheckCircles(NetworkScenario scenario, JsonSection root)
    {
        IReadOnlyList<int> circle = new FlowDependencies(scenario.Flows).FindCircle();
        if (circle.Count > 0) root.Fault($"flows[{circle[0]}].after", $"closes a circle in which every flow waits for the next: {string.Join(" -> ", circle.Take(12))}{(circle.Count > 12 ? " ..." : "")} -> {circle[0]}");
    }

    /// <summary>Whether even a run in which everything happens one after the other ends within the 106 days that time can hold.</summary>
    private static void CheckHorizon(NetworkScenario scenario, JsonSection root)
    {
        if (scenario.Network.Links.Count == 0) return;
        double slowest = scenario.Network.Links.Min(link => link.Rate.BytesPerSecond);
        double latency = scenario.Network.Links.Max(link => link.Latency.Seconds);
        double seconds = scenario.Flows.Sum(flow => scenario.Network.Packet.WireSizeOf(flow.Size).Count / slowest + latency + flow.Delay.Seconds + flow.Start.Seconds);
        if (seconds * scenario.Network.Nodes.Count > SimTime.MaxValue.Seconds && seconds > SimTime.MaxValue.Seconds / 16)
            root.Fault("flows", $"could take {seconds:G3} s, more than the 106 days that simulated time can hold");
    }
}
