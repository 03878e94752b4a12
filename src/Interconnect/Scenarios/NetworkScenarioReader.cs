using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>Reads files of the format <c>network-scenario/1</c>, with the optional keys that this room's README lists.</summary>
public static class NetworkScenarioReader
{
    private const string Format = "network-scenario/1";

    /// <summary>A day, the longest single time that a scenario may give.</summary>
    private const long LongestPs = 86_400_000_000_000_000;

    /// <summary>A pebibyte, the largest message.</summary>
    private const long LongestMessage = 1L << 50;

    /// <summary>Reads a scenario.</summary>
    /// <exception cref="PresetException">Anything is wrong; the message has a line for every fault.</exception>
    public static NetworkScenario Read(string path) => Read(JsonDocumentReader.Read(path));

    /// <summary>Reads a scenario from text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The JSON, in UTF-8.</param>
    /// <exception cref="PresetException">Anything is wrong; the message has a line for every fault.</exception>
    public static NetworkScenario Parse(string file, byte[] text) => Read(new JsonDocumentReader(file, text));

    private static NetworkScenario Read(JsonDocumentReader document)
    {
        JsonSection root = document.Root;
        root.Choice("format", null, Format);
        NetworkSpec network = ReadNetwork(root);
        ScenarioFlow[] flows = [.. root.Sections("flows").Select(ReadFlow)];
        var scenario = new NetworkScenario(network, flows) { Family = root.Text("family", ""), Description = root.Text("description", "") };
        ScenarioConditions conditions = ScenarioConditions.Read(root);
        if (!document.HasFaults) ScenarioRules.Check(scenario, root);
        if (!document.HasFaults) conditions.Check(network, root);
        document.Finish();
        return conditions.ApplyTo(scenario);
    }

    private static NetworkSpec ReadNetwork(JsonSection root)
    {
        JsonSection packet = root.Section("packet");
        return new NetworkSpec
        {
            Name = root.Text("name"),
            Nodes = [.. root.Sections("nodes").Select(ReadNode)],
            Links = [.. root.Sections("links").Select(ReadLink)],
            Packet = new PacketFormat(Bytes.FromCount(packet.Integer("payload_bytes", 1, 1 << 30)), Bytes.FromCount(packet.Integer("header_bytes", 0, 1 << 30))),
            Injection = ReadInjection(root.Section("injection")),
            Forwarding = root.Choice("forwarding", "store_and_forward", "store_and_forward", "cut_through") == "cut_through" ? Forwarding.CutThrough : Forwarding.StoreAndForward,
            Routing = root.Choice("routing", "shortest_path", "shortest_path", "ecmp") == "ecmp" ? Routing.EqualCostMultipath : Routing.ShortestPath,
            BufferPackets = (int)root.Integer("buffer_packets", 0, int.MaxValue, 0),
            TransmissionUnit = Duration.FromPicoseconds(root.Integer("transmission_unit_ps", 1, 1_000_000_000, 1)),
            SendOverhead = Duration.FromPicoseconds(root.Integer("send_overhead_ps", 0, LongestPs, 0)),
            ReceiveOverhead = Duration.FromPicoseconds(root.Integer("receive_overhead_ps", 0, LongestPs, 0)),
        };
    }

    private static NodeKind ReadNode(JsonSection node, int index)
    {
        CheckId(node, index);
        return node.Choice("kind", null, "endpoint", "switch") == "switch" ? NodeKind.Switch : NodeKind.Endpoint;
    }

    private static LinkSpec ReadLink(JsonSection link, int index)
    {
        if (link.Has("id")) CheckId(link, index);
        return new LinkSpec(
            (int)link.Integer("a", 0, int.MaxValue),
            (int)link.Integer("b", 0, int.MaxValue),
            Bandwidth.FromBytesPerSecond(link.Integer("bits_per_second", 1, 1_000_000_000_000_000_000) / 8.0),
            Duration.FromPicoseconds(link.Integer("latency_ps", 0, LongestPs)));
    }

    private static InjectionSpec ReadInjection(JsonSection injection)
    {
        string mode = injection.Choice("mode", null, "burst", "round_robin", "window");
        return new InjectionSpec
        {
            Mode = mode switch { "burst" => InjectionMode.Burst, "window" => InjectionMode.Window, _ => InjectionMode.RoundRobin },
            WindowPackets = mode == "window" || injection.Has("packets") ? (int)injection.Integer("packets", 1, int.MaxValue) : 0,
            Acknowledgement = Bytes.FromCount(injection.Integer("ack_bytes", 0, 1 << 30, mode == "window" ? null : 0)),
            AcknowledgementsFirst = injection.Flag("acks_first"),
            CompleteWhenAcknowledged = injection.Flag("complete_when_acknowledged"),
        };
    }

    private static ScenarioFlow ReadFlow(JsonSection flow, int index)
    {
        CheckId(flow, index);
        return new ScenarioFlow(
            (int)flow.Integer("src", 0, int.MaxValue),
            (int)flow.Integer("dst", 0, int.MaxValue),
            Bytes.FromCount(flow.Integer("bytes", 1, LongestMessage)),
            flow.Integers("path"),
            SimTime.FromPicoseconds(flow.Integer("start_ps", 0, LongestPs, 0)),
            flow.Integers("after"),
            Duration.FromPicoseconds(flow.Integer("delay_ps", 0, LongestPs, 0)));
    }

    private static void CheckId(JsonSection section, int index)
    {
        if (section.Integer("id", 0, int.MaxValue) != index) section.Fault("id", $"should be {index}: they are counted from 0 in the order of the file");
    }
}
