using System.Globalization;
using System.Text.Json.Nodes;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Scenarios;

namespace DeepStack.Sim.Cli.Networks;

/// <summary>What came of a network scenario, for people and for machines; times in ns with three decimals, which is exact.</summary>
internal static class NetworkReport
{
    public static string TextOf(ScenarioResult result)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"{result.Scenario.Name}: {result.Flows.Count} flows, {result.Packets} packets, {result.PacketHops} packet-hops");
        text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"total {Nanoseconds(result.Total):F3} ns, mean flow {result.MeanFlowNanoseconds:F3} ns, peak switch queue {result.PeakSwitchQueue} packets"));
        text.WriteLine();
        text.WriteLine($"{"flow",6} {"from",5} {"to",5} {"bytes",12} {"start ns",16} {"finish ns",16} {"duration ns",16}");
        for (int id = 0; id < result.Flows.Count; id++)
        {
            (FlowResult flow, ScenarioFlow asked) = (result.Flows[id], result.Scenario.Flows[id]);
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id,6} {asked.Source,5} {asked.Destination,5} {asked.Size.Count,12} {Nanoseconds(flow.Start),16:F3} {Nanoseconds(flow.Finish),16:F3} {flow.Duration.Picoseconds / 1000m,16:F3}"));
        }
        text.WriteLine();
        text.WriteLine($"{"link",12} {"packets",10} {"bytes",14} {"busy",8} {"peak queue",11}");
        foreach (LinkUse link in result.Links.Where(link => link.Packets > 0))
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"{link.From}->{link.To}",12} {link.Packets,10} {link.Carried.Count,14} {ShareOf(link, result),8:P1} {link.PeakWaiting,11}"));
        return text.ToString();
    }

    public static string JsonOf(ScenarioResult result) => JsonText.Of(new JsonObject
    {
        ["format"] = "network-result/1",
        ["name"] = result.Scenario.Name,
        ["packets"] = result.Packets,
        ["packet_hops"] = result.PacketHops,
        ["total_ns"] = Nanoseconds(result.Total),
        ["mean_flow_ns"] = result.MeanFlowNanoseconds,
        ["peak_switch_queue_packets"] = result.PeakSwitchQueue,
        ["flows"] = JsonText.List(result.Flows.Index(), f => new JsonObject
        {
            ["flow"] = f.Index,
            ["start_ns"] = Nanoseconds(f.Item.Start),
            ["finish_ns"] = Nanoseconds(f.Item.Finish),
            ["duration_ns"] = f.Item.Duration.Picoseconds / 1000m,
        }),
        ["links"] = JsonText.List(result.Links.Where(link => link.Packets > 0), link => new JsonObject
        {
            ["from"] = link.From,
            ["to"] = link.To,
            ["packets"] = link.Packets,
            ["bytes"] = link.Carried.Count,
            ["busy_ns"] = link.Busy.Picoseconds / 1000m,
            ["busy_share"] = ShareOf(link, result),
            ["peak_queue_packets"] = link.PeakWaiting,
        }),
    }) + "\n";

    private static decimal Nanoseconds(SimTime time) => time.Picoseconds / 1000m;

    private static double ShareOf(LinkUse link, ScenarioResult result) => result.Total > SimTime.Zero ? link.Busy / (result.Total - SimTime.Zero) : 0;
}
