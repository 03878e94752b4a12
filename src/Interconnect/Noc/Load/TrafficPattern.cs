using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>Where a node's packets go: anywhere with equal chance, or one fixed place for every node.</summary>
/// <remarks>
/// uniform: any node, itself included. On a grid, transpose swaps the first two coordinates, tornado moves every coordinate of k up by
/// (k + 1) / 2 - 1 modulo k, and neighbor by 1. On node numbers of b bits, bitcomp inverts, bitrev reverses and shuffle turns left by one.
/// </remarks>
public sealed class TrafficPattern
{
    private static readonly string[] Names = ["uniform", "transpose", "tornado", "neighbor", "bitcomp", "bitrev", "shuffle"];

    private readonly int _nodes;
    private readonly int[]? _destinations;

    private TrafficPattern(string name, int nodes, int[]? destinations)
    {
        Name = name;
        _nodes = nodes;
        _destinations = destinations;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The pattern of a name on a grid.</summary>
    /// <exception cref="PresetException">There is no such pattern, or the grid does not allow it.</exception>
    public static TrafficPattern Named(string name, NocGrid grid)
    {
        int nodes = grid.RouterCount;
        if (name == "uniform") return new TrafficPattern(name, nodes, null);
        Func<int, int> destination = name switch
        {
            "transpose" => Transpose(grid),
            "tornado" => node => Moved(grid, node, size => (size + 1) / 2 - 1),
            "neighbor" => node => Moved(grid, node, _ => 1),
            "bitcomp" => OnBits(name, nodes, (node, _) => ~node & (nodes - 1)),
            "bitrev" => OnBits(name, nodes, Reversed),
            "shuffle" => OnBits(name, nodes, (node, bits) => (node << 1 | node >> (bits - 1)) & (nodes - 1)),
            _ => throw new PresetException($"There is no traffic pattern \"{name}\".{Spelling.DidYouMean(name, Names)} Known: {string.Join(", ", Names)}."),
        };
        return new TrafficPattern(name, nodes, [.. Enumerable.Range(0, nodes).Select(destination)]);
    }

    /// <summary>Where the next packet of a node goes.</summary>
    public int DestinationOf(int node, RandomStream random) => _destinations is null ? (int)random.NextInteger(_nodes) : _destinations[node];

    private static Func<int, int> Transpose(NocGrid grid)
    {
        if (grid.Dimensions.Count < 2 || grid.Dimensions[0].Size != grid.Dimensions[1].Size)
            throw new PresetException("Traffic \"transpose\" swaps the first two coordinates and needs two dimensions of one size.");
        int size = grid.Dimensions[0].Size;
        return node => node - node % (size * size) + node % size * size + node / size % size;
    }

    private static int Moved(NocGrid grid, int node, Func<int, int> step)
    {
        int moved = 0, stride = 1;
        for (int d = 0; d < grid.Dimensions.Count; d++)
        {
            int size = grid.Dimensions[d].Size;
            moved += (grid.Coordinate(node, d) + step(size)) % size * stride;
            stride *= size;
        }
        return moved;
    }

    private static Func<int, int> OnBits(string name, int nodes, Func<int, int, int> destination)
    {
        if (!int.IsPow2(nodes)) throw new PresetException($"Traffic \"{name}\" works on the bits of node numbers and needs a power of two of them; there are {nodes}.");
        return nodes == 1 ? _ => 0 : node => destination(node, int.Log2(nodes));
    }

    private static int Reversed(int node, int bits)
    {
        int reversed = 0;
        for (int b = 0; b < bits; b++) reversed = reversed << 1 | node >> b & 1;
        return reversed;
    }
}
