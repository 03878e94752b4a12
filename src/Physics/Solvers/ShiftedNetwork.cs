using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Solvers of (a C + G) for one network and any rate a: what implicit steps and rational approximations of them ask for.</summary>
internal sealed class ShiftedNetwork
{
    /// <summary>Entries of a factor above which memory traffic makes iteration the faster way.</summary>
    private const long MostFactorEntries = 6_000_000;

    private readonly ThermalNetwork _network;
    private readonly int[] _order;
    private readonly bool _direct;

    /// <param name="network">The network.</param>
    public ShiftedNetwork(ThermalNetwork network)
    {
        _network = network;
        _order = Ordering.Narrow(network.Conductance);
        _direct = Ordering.ProfileOf(network.Conductance, _order) <= MostFactorEntries;
    }

    /// <summary>A solver for one rate.</summary>
    /// <param name="rate">a, in 1/s; 0 for the steady state.</param>
    public ILinearSolver SolverFor(double rate)
    {
        SparseSymmetricMatrix matrix = _network.Conductance.PlusDiagonal(_network.Capacity, rate);
        return _direct ? new SkylineCholesky(matrix, _order) : new ConjugateGradients(matrix);
    }
}
