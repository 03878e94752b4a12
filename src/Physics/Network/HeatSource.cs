using DeepStack.Sim.Physics.Solvers;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>A block's nodes: where its power enters, and where its temperature is read; or several blocks whose powers keep fixed proportions.</summary>
public sealed class HeatSource
{
    private readonly int[] _nodes;
    private readonly double[] _shares;

    internal HeatSource(string layer, FloorplanBlock block, BlockRole role, int[] nodes, double[] shares)
    {
        (Layer, Block, Role, Area, _nodes, _shares) = (layer, block.Name, role, block.Area.Area, nodes, shares);
        Members = [this];
    }

    private HeatSource(string name, HeatSource[] members, double[] shares)
    {
        (Layer, Block, Role, Area, Members) = (members[0].Layer, name, members[0].Role, members.Sum(m => m.Area), members);
        _nodes = new int[members.Sum(m => m._nodes.Length)];
        _shares = new double[_nodes.Length];
        int at = 0;
        for (int i = 0; i < members.Length; i++)
        {
            members[i]._nodes.CopyTo(_nodes, at);
            foreach (double share in members[i]._shares) _shares[at++] = share * shares[i];
        }
    }

    /// <summary>The layer's name; of joined blocks, that of the first.</summary>
    public string Layer { get; }

    /// <summary>The block's name in the layer's floorplan, or what joined blocks are called.</summary>
    public string Block { get; }

    /// <summary>What it does in a machine.</summary>
    public BlockRole Role { get; }

    /// <summary>Square metres.</summary>
    public double Area { get; }

    /// <summary>The blocks joined here, each with a sensor of its own; the block itself where it stands alone.</summary>
    public IReadOnlyList<HeatSource> Members { get; }

    /// <summary>Joins blocks of one role.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="members">The blocks; at least one.</param>
    /// <param name="shares">Each one's share of the power; together 1.</param>
    public static HeatSource Join(string name, HeatSource[] members, double[] shares) => new(name, members, shares);

    /// <summary>Adds watts to the nodes, by the area that the block has in each.</summary>
    public void Heat(Span<double> powers, double watts)
    {
        for (int i = 0; i < _nodes.Length; i++) powers[_nodes[i]] += watts * _shares[i];
    }

    /// <summary>The mean rise over the block, K; of joined blocks weighted by their power.</summary>
    public double Mean(ReadOnlySpan<double> rises)
    {
        double sum = 0;
        for (int i = 0; i < _nodes.Length; i++) sum += _shares[i] * rises[_nodes[i]];
        return sum;
    }

    /// <summary>Adds the means over the block of several values a node.</summary>
    /// <param name="values">[nodes, values], row-major.</param>
    /// <param name="means">[values]</param>
    internal void AddMean(ReadOnlySpan<double> values, Span<double> means)
    {
        for (int i = 0; i < _nodes.Length; i++) VectorMath.AddScaled(means, _shares[i], values.Slice(_nodes[i] * means.Length, means.Length));
    }

    /// <summary>The mean rise over the hottest of the joined blocks, K.</summary>
    public double HottestMean(ReadOnlySpan<double> rises)
    {
        double hottest = double.NegativeInfinity;
        foreach (HeatSource member in Members) hottest = Math.Max(hottest, member.Mean(rises));
        return hottest;
    }

    /// <summary>The hottest cell that the block touches, K above ambient.</summary>
    public double Max(ReadOnlySpan<double> rises)
    {
        double max = double.NegativeInfinity;
        foreach (int node in _nodes) max = Math.Max(max, rises[node]);
        return max;
    }
}
