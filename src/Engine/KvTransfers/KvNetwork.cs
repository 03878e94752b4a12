using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Interconnect.Topologies;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>The network that KV blocks travel over, and where the devices of every replica are on it.</summary>
/// <param name="Spec">The network.</param>
/// <param name="FirstEndpoints">The endpoint of every replica's first device, replicas in the order of pools; the others follow.</param>
internal sealed record KvNetwork(NetworkSpec Spec, IReadOnlyList<int> FirstEndpoints)
{
    /// <summary>The network that a scenario names, or that of the machine which holds all pools.</summary>
    /// <exception cref="PresetException">There is no way between the pools, or not enough room; the message says how to mend it.</exception>
    public static KvNetwork Of(IReadOnlyList<PreparedPool> pools, KvTransferOptions options) =>
        options.Network is { } name ? Named(pools, name, options.Packet) : OfMachine(pools, options.Packet);

    /// <summary>A link between each device endpoint r and its host, endpoint devices + r.</summary>
    public static NetworkSpec OfHosts(int devices, LinkPreset link, Bytes packet) => Coarse(
        new NetworkSpec
        {
            Name = $"hosts on {link.Name}",
            Nodes = [.. Enumerable.Repeat(NodeKind.Endpoint, devices * 2)],
            Links = [.. Enumerable.Range(0, devices).Select(device => new LinkSpec(device, devices + device, link.Rate, link.Latency))],
            Packet = link.Packet,
        },
        packet);

    private static KvNetwork Named(IReadOnlyList<PreparedPool> pools, string name, Bytes packet)
    {
        int devices = pools.Sum(pool => pool.Devices);
        NetworkSpec spec = PresetLibrary.NamesOf(LinkPreset.Kind).Contains(name) ? StarOf(LinkPreset.Open(name), devices) : TopologyPreset.Open(name);
        if (spec.EndpointCount < devices)
            throw new PresetException($"kv_transfer.network {name} joins {spec.EndpointCount} devices; the pools have {devices}. Take a larger topology, or a link, which joins any number.");
        var first = new List<int>();
        int next = 0;
        foreach (PreparedPool pool in pools)
        {
            for (int i = 0; i < pool.Replicas; i++, next += pool.DevicesOfReplica) first.Add(next);
        }
        return new KvNetwork(Coarse(spec, packet), first);
    }

    private static KvNetwork OfMachine(IReadOnlyList<PreparedPool> pools, Bytes packet)
    {
        MachineGroup machine = pools[0].Run.Platform.Group;
        if (pools.FirstOrDefault(pool => pool.Run.Platform.Group.Machine != machine.Machine) is { } apart)
        {
            throw new PresetException(
                $"KV blocks have no way from pool {pools[0].Name} ({machine.Machine}) to pool {apart.Name} ({apart.Run.Platform.Group.Machine}), which are different machines. Join them by kv_transfer.network, a link such as infiniband-ndr or a topology.");
        }
        var used = new SortedDictionary<int, int>();
        var first = new List<int>();
        foreach (PreparedPool pool in pools)
        {
            MachineGroup group = pool.Run.Platform.Group;
            int taken = used.GetValueOrDefault(group.FirstDevice);
            if (taken + pool.Devices > pool.Run.Platform.Devices)
            {
                throw new PresetException(
                    $"The pools of {pool.Run.Platform.Name} need {taken + pool.Devices} devices and it has {pool.Run.Platform.Devices}. Make them smaller, or give each machines of its own, joined by kv_transfer.network.");
            }
            used[group.FirstDevice] = taken + pool.Devices;
            for (int i = 0; i < pool.Replicas; i++) first.Add(group.FirstDevice + taken + i * pool.DevicesOfReplica);
        }
        return new KvNetwork(Coarse(machine.Network, packet), first);
    }

    private static NetworkSpec StarOf(LinkPreset link, int devices) => new()
    {
        Name = $"{link.Name} switch",
        Nodes = [.. Enumerable.Repeat(NodeKind.Endpoint, devices), NodeKind.Switch],
        Links = [.. Enumerable.Range(0, devices).Select(device => new LinkSpec(device, devices, link.Rate, link.Latency))],
        Packet = link.Packet,
    };

    /// <summary>The same network with many link packets moving as one; headers keep their share.</summary>
    private static NetworkSpec Coarse(NetworkSpec spec, Bytes packet) => spec with
    {
        Packet = new PacketFormat(packet, Bytes.FromCount((packet.Count * spec.Packet.Header.Count + spec.Packet.Payload.Count - 1) / spec.Packet.Payload.Count)),
    };
}
