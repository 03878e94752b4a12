namespace DeepStack.Sim.Interconnect.Noc.Routers;

/// <summary>Dimension-order routing, the lowest dimension first, with two classes of channels in closed dimensions.</summary>
/// <remarks>
/// On a closed dimension a packet goes the shorter way, chosen where it enters the dimension (a coin settles equal distances). It
/// stays in the lower half of the channels if its destination's coordinate is not below the one at which it entered, and in the upper half
/// otherwise. A packet that crosses the closing link upwards is thus in the upper half and starts at or beyond the middle, so the
/// channels of one class and direction never depend on each other in a circle; likewise downwards.
/// </remarks>
internal sealed class DimensionOrder
{
    private readonly NocDimension[] _dimensions;
    private readonly int[] _coordinates;
    private readonly int[] _routerOf;
    private readonly int[] _portOf;
    private readonly ulong _all;
    private readonly ulong _lowerHalf;

    public DimensionOrder(NocGrid grid, int virtualChannels)
    {
        _routerOf = [.. Enumerable.Range(0, grid.EndpointCount).Select(grid.RouterOf)];
        _portOf = [.. Enumerable.Range(0, grid.EndpointCount).Select(grid.PortOf)];
        _dimensions = [.. grid.Dimensions];
        _coordinates = new int[grid.RouterCount * _dimensions.Length];
        for (int i = 0; i < _coordinates.Length; i++) _coordinates[i] = grid.Coordinate(i / _dimensions.Length, i % _dimensions.Length);
        _all = ulong.MaxValue >> (64 - virtualChannels);
        _lowerHalf = (1UL << (virtualChannels / 2)) - 1;
    }

    /// <summary>The port by which a packet leaves a router.</summary>
    /// <param name="router">Where it is.</param>
    /// <param name="packet">The packet; what it chose for the present dimension is noted in it.</param>
    /// <param name="channels">The output's virtual channels it may use.</param>
    public int Route(int router, ref NocPacket packet, out ulong channels)
    {
        channels = _all;
        int destination = _routerOf[packet.Destination];
        int here = router * _dimensions.Length, there = destination * _dimensions.Length;
        for (int d = 0; d < _dimensions.Length; d++)
        {
            int from = _coordinates[here + d], to = _coordinates[there + d];
            if (from == to) continue;
            if (!_dimensions[d].Wraps) return 2 * d + (to > from ? 0 : 1);
            if (packet.Dimension != d) Enter(ref packet, d, from, to);
            channels = packet.UpperHalf ? _all & ~_lowerHalf : _lowerHalf;
            return 2 * d + packet.Direction;
        }
        return _portOf[packet.Destination];
    }

    private void Enter(ref NocPacket packet, int dimension, int from, int to)
    {
        int size = _dimensions[dimension].Size;
        int upwards = (to - from + size) % size, downwards = size - upwards;
        bool down = upwards == downwards ? (packet.Coins >> dimension & 1) != 0 : upwards > downwards;
        packet.Dimension = dimension;
        packet.Direction = down ? 1 : 0;
        packet.UpperHalf = to < from;
    }
}
