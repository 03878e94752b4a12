using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Noc;

namespace DeepStack.Sim.Interconnect.Tests.Noc;

/// <summary>Small networks for tests.</summary>
internal static class Fabrics
{
    public static RouterSpec Router(int channels, int depth) => new() { VirtualChannels = channels, BufferDepth = depth };

    public static NocGrid Mesh(params int[] sizes) => Grid(false, sizes);

    public static NocGrid Torus(params int[] sizes) => Grid(true, sizes);

    public static NocGrid Grid(bool wraps, int[] sizes, int[]? numbering = null) =>
        new([.. sizes.Select(size => new NocDimension(size, wraps))], [NocLink.OneCycle], NocLink.OneCycle, numbering: numbering);

    public static Cycles C(long count) => Cycles.FromCount(count);
}

/// <summary>Keeps every delivery with its cycle.</summary>
internal sealed class DeliveryLog : IPacketListener
{
    public List<(NocPacket Packet, long At)> Deliveries { get; } = [];

    public NocFabric? Fabric { get; set; }

    public void Delivered(in NocPacket packet) => Deliveries.Add((packet, Fabric!.Cycle.Count));

    public static (NocFabric Fabric, DeliveryLog Log) On(RouterSpec router, NocGrid grid)
    {
        var log = new DeliveryLog();
        log.Fabric = new NocFabric(router, grid, log, seed: 5);
        return (log.Fabric, log);
    }
}
