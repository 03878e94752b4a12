using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Network;

/// <summary>Nodes that hold heat, conductances between them, and conductances to ambient; temperatures are rises above ambient.</summary>
public sealed class ThermalNetwork
{
    private readonly double[] _ground;
    private readonly double[] _capacity;

    internal ThermalNetwork(SparseSymmetricMatrix conductance, double[] ground, double[] capacity)
    {
        Conductance = conductance;
        _ground = ground;
        _capacity = capacity;
    }

    /// <summary>Nodes.</summary>
    public int Count => _ground.Length;

    /// <summary>W/K: what flows out of each node when the rises are given.</summary>
    public SparseSymmetricMatrix Conductance { get; }

    /// <summary>W/K from each node to ambient.</summary>
    public ReadOnlySpan<double> Ground => _ground;

    /// <summary>J/K of each node.</summary>
    public ReadOnlySpan<double> Capacity => _capacity;

    /// <summary>Watts that leave to ambient at the given rises.</summary>
    public double FlowToAmbient(ReadOnlySpan<double> rises) => VectorMath.Dot(rises, _ground);

    /// <summary>Joules held above ambient at the given rises.</summary>
    public double StoredHeat(ReadOnlySpan<double> rises) => VectorMath.Dot(rises, _capacity);
}
