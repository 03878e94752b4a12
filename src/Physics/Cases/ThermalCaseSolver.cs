using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>Solves a thermal case, steady or in time.</summary>
public sealed class ThermalCaseSolver
{
    private readonly ThermalCase _case;
    private readonly StackModel _model;

    /// <param name="case">The case.</param>
    /// <param name="convention">Where nodes lie; null for the case's own.</param>
    public ThermalCaseSolver(ThermalCase @case, NodeConvention? convention = null)
    {
        _case = @case;
        _model = StackModel.Build(@case.Stack, convention ?? @case.Convention);
    }

    /// <summary>The network.</summary>
    public StackModel Model => _model;

    /// <summary>Solves for the case's constant powers.</summary>
    /// <exception cref="ThermalRunawayException">Its leakage allows no steady temperature.</exception>
    public ThermalResult SolveSteady()
    {
        var solver = new SteadySolver(_model.Network);
        double[] powers = _model.NodePowers(_case.Powers);
        HeatBalance balance = solver.Solve(powers);
        if (_case.Leakages.Count > 0)
        {
            AddLeakage(powers, solver.Rises);
            balance = solver.Solve(powers);
        }
        return new ThermalResult(_model, solver.Rises.ToArray(), balance) { Iterations = solver.Iterations };
    }

    /// <summary>Runs the case's transient.</summary>
    /// <param name="scheme">How to take a step.</param>
    /// <exception cref="InvalidOperationException">The case has none.</exception>
    public ThermalResult SolveTransient(TimeScheme scheme)
    {
        TransientSpec transient = _case.Transient ?? throw new InvalidOperationException("The case is steady.");
        var solver = new TransientSolver(_model.Network, scheme);
        solver.Set(transient.Initial - _case.Stack.Ambient);
        var history = new List<IReadOnlyList<double>>();
        var hottest = new PeakRecord();
        HeatBalance worst = default;
        foreach (PowerSegment segment in transient.Segments)
        {
            double[] powers = _model.NodePowers(_case.Powers, segment.ScaleOf);
            double[] heated = [.. powers];
            for (long i = 0; i < segment.Steps; i++)
            {
                if (_case.Leakages.Count > 0) HeatByLeakage(powers, heated, solver.Rises);
                HeatBalance balance = solver.Step(heated, transient.Step);
                if (balance.RelativeError >= worst.RelativeError) worst = balance;
                hottest.Note(solver.Rises);
                history.Add([.. _model.Layers.Select(l => _case.Stack.Ambient.Degrees + l.Mean(solver.Rises))]);
            }
        }
        return new ThermalResult(_model, solver.Rises.ToArray(), worst) { History = history, Hottest = hottest.Rises };
    }

    /// <summary>Adds the leakage at the steady state that it heats itself to.</summary>
    private void AddLeakage(double[] powers, ReadOnlySpan<double> rises)
    {
        HeatSource[] blocks = [.. _case.Leakages.Select(l => _model.Sources[_model.SourceIndex(l.Layer, l.Block)])];
        LeakageLaw[] laws = [.. _case.Leakages.Select(l => l.Law)];
        double[] leaking = LeakageSolver.Solve(InfluenceMatrix.Between(_model.Network, blocks), Means(blocks, rises), laws, _case.Stack.Ambient);
        for (int i = 0; i < blocks.Length; i++) blocks[i].Heat(powers, laws[i].At(Celsius.FromDegrees(_case.Stack.Ambient.Degrees + leaking[i])).Watts);
    }

    private void HeatByLeakage(double[] powers, double[] heated, ReadOnlySpan<double> rises)
    {
        powers.CopyTo(heated, 0);
        foreach (BlockLeakage leakage in _case.Leakages)
        {
            HeatSource block = _model.Sources[_model.SourceIndex(leakage.Layer, leakage.Block)];
            double watts = leakage.Law.At(Celsius.FromDegrees(_case.Stack.Ambient.Degrees + block.Mean(rises))).Watts;
            if (!double.IsFinite(watts) || watts > 1e9) throw new ThermalRunawayException(Celsius.FromDegrees(_case.Stack.Ambient.Degrees + block.Mean(rises)));
            block.Heat(heated, watts);
        }
    }

    private static double[] Means(HeatSource[] blocks, ReadOnlySpan<double> rises)
    {
        var means = new double[blocks.Length];
        for (int i = 0; i < means.Length; i++) means[i] = blocks[i].Mean(rises);
        return means;
    }
}
