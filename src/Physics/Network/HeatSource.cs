namespace DeepStack.Sim.Physics.Network;

/// <summary>A block's nodes: where its power enters, and where its temperature is read.</summary>
public sealed class HeatSource
{
    private readonly int[] _nodes;
    private readonly double[] _shares;

    internal HeatSource(string layer, string block, int[] nodes, double[] shares)
    {
        (Layer, Block, _nodes, _shares) = (layer, block, nodes, shares);
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The block's name in the layer's floorplan.</summary>
    public string Block { get; }

    /// <summary>Adds watts to the nodes, by the area that the block has in each.</summary>
    public void Heat(Span<double> powers, double watts)
    {
        for (int i = 0; i < _nodes.Length; i++) powers[_nodes[i]] += watts * _shares[i];
    }

    /// <summary>The mean rise over the block, K.</summary>
    public double Mean(ReadOnlySpan<double> rises)
    {
        double sum = 0;
        for (int i = 0; i < _nodes.Length; i++) sum += _shares[i] * rises[_nodes[i]];
        return sum;
    }

    /// <summary>The hottest cell that the block touches, K above ambient.</summary>
    public double Max(ReadOnlySpan<double> rises)
    {
        double max = double.NegativeInfinity;
        foreach (int node in _nodes) max = Math.Max(max, rises[node]);
        return max;
    }
}
