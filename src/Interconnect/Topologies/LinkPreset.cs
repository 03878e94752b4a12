using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>A kind of link, from a preset of kind "links".</summary>
/// <param name="Name">The preset's name.</param>
/// <param name="Rate">Of one direction.</param>
/// <param name="Latency">From the end of a transmission to the arrival at the far end.</param>
/// <param name="Packet">How it cuts messages.</param>
/// <param name="InPackage">Whether it joins dies of one package.</param>
public sealed record LinkPreset(string Name, Bandwidth Rate, Duration Latency, PacketFormat Packet, bool InPackage)
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "links";

    /// <summary>Opens a link by a shipped name or a path.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what the preset says; null for none.</param>
    /// <exception cref="PresetException">No such link, or its file is wrong.</exception>
    public static LinkPreset Open(string name, PresetChanges? changes = null)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name, changes);
        PresetSection root = document.Root;
        root.Text("description");
        var link = new LinkPreset(name, root.Get<Bandwidth>("rate"), root.Get<Duration>("latency"), new PacketFormat(root.Get<Bytes>("payload"), root.Get<Bytes>("header")), root.Flag("inside_package", otherwise: false));
        if (link.Rate.BytesPerSecond <= 0) root.Fault("rate", "must be positive");
        if (link.Packet.Payload <= Bytes.Zero) root.Fault("payload", "must be positive");
        document.Finish();
        return link;
    }
}
