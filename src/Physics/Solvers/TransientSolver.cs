using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Temperatures of a network in time; the factor of each step length is kept.</summary>
public sealed class TransientSolver
{
    private static readonly double Root = Math.Sqrt(2);
    private readonly ThermalNetwork _network;
    private readonly TimeScheme _scheme;
    private readonly ShiftedNetwork _shifted;
    private readonly Dictionary<long, ILinearSolver> _solvers = [];
    private readonly double[] _rises, _before, _right, _flow;

    /// <param name="network">The network; it starts at ambient.</param>
    /// <param name="scheme">How to take a step.</param>
    public TransientSolver(ThermalNetwork network, TimeScheme scheme)
    {
        _network = network;
        _scheme = scheme;
        _shifted = new ShiftedNetwork(network);
        _rises = new double[network.Count];
        _before = new double[network.Count];
        _right = new double[network.Count];
        _flow = new double[network.Count];
    }

    /// <summary>K above ambient of every node, now.</summary>
    public ReadOnlySpan<double> Rises => _rises;

    /// <summary>Sets all nodes, such as to a steady solution.</summary>
    public void Set(ReadOnlySpan<double> rises) => rises.CopyTo(_rises);

    /// <summary>Sets all nodes to one temperature.</summary>
    /// <param name="rise">K above ambient.</param>
    public void Set(double rise) => Array.Fill(_rises, rise);

    /// <summary>Goes one step on with constant node powers, in watts, and returns where the heat went, in joules.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not positive.</exception>
    public HeatBalance Step(ReadOnlySpan<double> powers, Duration step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step.Picoseconds, 0, nameof(step));
        double seconds = step.Seconds, watts = 0;
        foreach (double power in powers) watts += power;
        _rises.CopyTo(_before, 0);
        double flow = _scheme == TimeScheme.BackwardEuler ? StepOnce(powers, step) : StepTwice(powers, step);
        for (int i = 0; i < _flow.Length; i++) _flow[i] = _rises[i] - _before[i];
        return new HeatBalance(watts * seconds, _network.StoredHeat(_flow), flow * seconds);
    }

    /// <summary>(C/h + G) new = C/h old + P; returns the mean flow to ambient.</summary>
    private double StepOnce(ReadOnlySpan<double> powers, Duration step)
    {
        double rate = 1 / step.Seconds;
        ReadOnlySpan<double> capacity = _network.Capacity;
        for (int i = 0; i < _right.Length; i++) _right[i] = rate * capacity[i] * _rises[i] + powers[i];
        SolverOf(step, rate).Solve(_right, _rises);
        return _network.FlowToAmbient(_rises);
    }

    /// <summary>With g = 2 - sqrt 2 and a = 2 / (g h), the trapezoid to g h: (a C + G) mid = (a C - G) old + 2 P; then backward differences
    /// through old and mid: (a C + G) new = a C (mid / (g (2 - g)) - old (1 - g)^2 / (g (2 - g))) + P. The flow has weights sqrt 2 / 4, sqrt 2 / 4, 1 - sqrt 2 / 2.</summary>
    private double StepTwice(ReadOnlySpan<double> powers, Duration step)
    {
        double gamma = 2 - Root, rate = 2 / (gamma * step.Seconds), outer = Root / 4;
        double ofMiddle = 1 / (gamma * (2 - gamma)), ofOld = (1 - gamma) * (1 - gamma) / (gamma * (2 - gamma));
        ILinearSolver solver = SolverOf(step, rate);
        ReadOnlySpan<double> capacity = _network.Capacity;
        double flow = outer * _network.FlowToAmbient(_rises);
        _network.Conductance.Multiply(_rises, _flow);
        for (int i = 0; i < _right.Length; i++) _right[i] = rate * capacity[i] * _rises[i] - _flow[i] + 2 * powers[i];
        solver.Solve(_right, _rises);
        flow += outer * _network.FlowToAmbient(_rises);
        for (int i = 0; i < _right.Length; i++) _right[i] = rate * capacity[i] * (ofMiddle * _rises[i] - ofOld * _before[i]) + powers[i];
        solver.Solve(_right, _rises);
        return flow + (1 - 2 * outer) * _network.FlowToAmbient(_rises);
    }

    private ILinearSolver SolverOf(Duration step, double rate)
    {
        if (!_solvers.TryGetValue(step.Picoseconds, out ILinearSolver? solver)) _solvers.Add(step.Picoseconds, solver = _shifted.SolverFor(rate));
        return solver;
    }
}
