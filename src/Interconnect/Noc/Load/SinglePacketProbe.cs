using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>Sends one packet at a time through an otherwise empty network.</summary>
public sealed class SinglePacketProbe : IPacketListener
{
    private readonly NocLoadCase _case;
    private readonly NocFabric _fabric;
    private long _latency;

    /// <param name="case">The network and the length of the packet.</param>
    public SinglePacketProbe(NocLoadCase @case)
    {
        _case = @case;
        _fabric = new NocFabric(@case.Router, @case.Grid, this, @case.Seed);
    }

    /// <summary>From the creation of a packet to the arrival of its last flit, simulated.</summary>
    public Cycles Latency(int source, int destination)
    {
        _fabric.Send(source, destination, _case.PacketFlits);
        while (_fabric.HasWork) _fabric.Step();
        return Cycles.FromCount(_latency);
    }

    /// <summary>The same in closed form, for links of one cycle and as wide as a flit.</summary>
    /// <remarks>
    /// 2 + routers visited * cycles per router + flits - 1. The first 2 are the way into the first router; the way out of the last one is
    /// as long as the way to a next. A packet longer than its buffer is excluded: it waits for credits.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The packet does not fit into a buffer.</exception>
    public Cycles Expected(int source, int destination)
    {
        if (_case.PacketFlits > _case.Router.BufferDepth) throw new InvalidOperationException("The formula holds for packets that fit into a buffer.");
        int routers = 1;
        for (int d = 0; d < _case.Grid.Dimensions.Count; d++)
        {
            (int size, bool wraps) = _case.Grid.Dimensions[d];
            int distance = Math.Abs(_case.Grid.Coordinate(source, d) - _case.Grid.Coordinate(destination, d));
            routers += wraps ? Math.Min(distance, size - distance) : distance;
        }
        return Cycles.FromCount(2) + _case.Router.HopTime(NocLink.OneCycle) * routers + Cycles.FromCount(_case.PacketFlits - 1);
    }

    void IPacketListener.Delivered(in NocPacket packet) => _latency = _fabric.Cycle.Count - packet.CreatedAt;
}
