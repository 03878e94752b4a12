using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>What a network specification must fulfil before a network is built from it.</summary>
public static class NetworkSpecRules
{
    /// <summary>Every fault of a specification, with what it concerns; empty if it is sound.</summary>
    public static IReadOnlyList<string> FaultsOf(NetworkSpec spec)
    {
        var faults = new List<string>();
        if (spec.Nodes.Count == 0) faults.Add("nodes: there is none");
        CheckPackets(spec, faults);
        CheckLinks(spec, faults);
        return faults;
    }

    /// <exception cref="ArgumentException">There is a fault.</exception>
    internal static void Check(NetworkSpec spec)
    {
        IReadOnlyList<string> faults = FaultsOf(spec);
        if (faults.Count > 0) throw new ArgumentException($"network \"{spec.Name}\": {string.Join("; ", faults)}.", nameof(spec));
    }

    private static void CheckPackets(NetworkSpec spec, List<string> faults)
    {
        if (spec.Packet.Payload < Bytes.FromCount(1)) faults.Add("packet.payload_bytes: a packet carries at least one byte");
        if (spec.Packet.Header < Bytes.Zero) faults.Add("packet.header_bytes: a header cannot be negative");
        if (spec.Packet.Payload + spec.Packet.Header > Bytes.FromCount(1 << 30)) faults.Add("packet: a packet is at most 1 GiB on the wire");
        if (spec.BufferPackets < 0) faults.Add("buffer_packets: a buffer holds at least one packet (0 means no limit)");
        if (spec.TransmissionUnit < Duration.FromPicoseconds(1)) faults.Add("transmission_unit: at least 1 ps");
        InjectionSpec injection = spec.Injection;
        bool window = injection.Mode == InjectionMode.Window;
        if (injection.Acknowledgement < Bytes.Zero) faults.Add("injection.ack_bytes: an acknowledgement cannot be negative");
        if (window && injection.WindowPackets < 1) faults.Add("injection.packets: a window holds at least one packet");
        if ((window || injection.CompleteWhenAcknowledged) && injection.Acknowledgement == Bytes.Zero)
            faults.Add("injection.ack_bytes: is needed, because senders wait for acknowledgements");
    }

    private static void CheckLinks(NetworkSpec spec, List<string> faults)
    {
        var seen = new HashSet<(int, int)>();
        for (int i = 0; i < spec.Links.Count; i++)
        {
            LinkSpec link = spec.Links[i];
            bool known = IsNode(spec, link.A) && IsNode(spec, link.B);
            if (!known) faults.Add($"links[{i}]: joins {link.A} and {link.B}, but nodes are numbered 0 to {spec.Nodes.Count - 1}");
            else if (link.A == link.B) faults.Add($"links[{i}]: joins node {link.A} with itself");
            else if (!seen.Add((Math.Min(link.A, link.B), Math.Max(link.A, link.B)))) faults.Add($"links[{i}]: nodes {link.A} and {link.B} are linked twice");
            if (Math.Round(link.Rate.BytesPerSecond * 8) < 1) faults.Add($"links[{i}]: the rate must be positive");
            if (link.Latency < Duration.Zero) faults.Add($"links[{i}]: the latency cannot be negative");
        }
    }

    private static bool IsNode(NetworkSpec spec, int node) => (uint)node < (uint)spec.Nodes.Count;
}
