using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Collects nodes and conductances, and makes the network of them.</summary>
public sealed class ThermalNetworkBuilder
{
    private readonly List<double> _capacity = [];
    private readonly List<double> _ground = [];
    private readonly List<(int Row, int Column, double Value)> _links = [];

    /// <summary>Adds a node and returns its number.</summary>
    /// <param name="capacity">J/K.</param>
    public int Add(double capacity)
    {
        _capacity.Add(capacity);
        _ground.Add(0);
        return _capacity.Count - 1;
    }

    /// <summary>Adds heat capacity to a node.</summary>
    /// <param name="node">Which.</param>
    /// <param name="capacity">J/K.</param>
    public void AddCapacity(int node, double capacity) => _capacity[node] += capacity;

    /// <summary>Joins two nodes, which nothing joined before.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <param name="resistance">K/W.</param>
    public void Link(int left, int right, double resistance) => _links.Add((left, right, -1 / resistance));

    /// <summary>Joins a node to ambient.</summary>
    /// <param name="node">Which.</param>
    /// <param name="resistance">K/W.</param>
    public void LinkToAmbient(int node, double resistance) => _ground[node] += 1 / resistance;

    /// <summary>The network of everything added.</summary>
    public ThermalNetwork Build()
    {
        double[] diagonal = [.. _ground];
        foreach ((int left, int right, double value) in _links)
        {
            diagonal[left] -= value;
            diagonal[right] -= value;
        }
        return new ThermalNetwork(new SparseSymmetricMatrix(diagonal, _links), [.. _ground], [.. _capacity]);
    }
}
