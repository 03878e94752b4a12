using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Steady temperatures of a network; each solve starts from what the ones before foretell.</summary>
public sealed class SteadySolver
{
    private readonly ThermalNetwork _network;
    private readonly ConjugateGradients _solver;
    private readonly SolutionHistory _history;
    private readonly double[] _rises;

    /// <param name="network">The network.</param>
    public SteadySolver(ThermalNetwork network)
    {
        _network = network;
        _solver = new ConjugateGradients(network.Conductance);
        _history = new SolutionHistory(network.Conductance);
        _rises = new double[network.Count];
    }

    /// <summary>K above ambient of every node, at the latest solution.</summary>
    public ReadOnlySpan<double> Rises => _rises;

    /// <summary>Iterations of the latest solution.</summary>
    public int Iterations => _solver.Iterations;

    /// <summary>Solves for node powers in watts and returns the heat that enters and leaves, in watts.</summary>
    public HeatBalance Solve(ReadOnlySpan<double> powers)
    {
        _history.Guess(powers, _rises);
        _solver.Solve(powers, _rises);
        _history.Add(_rises);
        double entering = 0;
        foreach (double power in powers) entering += power;
        return new HeatBalance(entering, 0, _network.FlowToAmbient(_rises));
    }
}
