using System.Runtime.CompilerServices;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>Fits the exponentials of a reduced model to step responses of the full network, by least squares with the steady state held.</summary>
internal sealed class ReducedModelFit
{
    private const int StepsPerLength = 10;
    private const int Growth = 4;
    private const double TauRatio = 2;
    private const double SteadyWeight = 100;
    private const double Ridge = 1e-9;
    private readonly StackModel _model;
    private readonly int _sources;
    private readonly Duration[] _steps;
    private readonly double[] _taus;
    private readonly double[] _basis;
    private readonly DenseCholesky _normal;

    public ReducedModelFit(StackModel model, Duration finest)
    {
        _model = model;
        _sources = model.Sources.Count;
        double slowest = SlowestTime();
        _steps = StepsUntil(finest / 2, 6 * slowest);
        _taus = TausBetween(finest.Seconds / 2, 2 * slowest);
        _basis = Basis();
        _normal = NormalMatrix();
    }

    /// <summary>The amplitudes of every node.</summary>
    public ResponseFit Fit()
    {
        int nodes = _model.Network.Count, taus = _taus.Length;
        var amplitudes = new double[nodes * _sources * taus];
        var steady = new SteadySolver(_model.Network);
        var transient = new TransientSolver(_model.Network, TimeScheme.TrapezoidThenBackward);
        var powers = new double[nodes];
        double worst = 0;
        for (int j = 0; j < _sources; j++)
        {
            Array.Clear(powers);
            _model.Sources[j].Heat(powers, 1);
            steady.Solve(powers);
            double[][] responses = StepResponse(transient, powers);
            for (int node = 0; node < nodes; node++) FitOne(responses, node, steady.Rises[node], amplitudes.AsSpan((node * _sources + j) * taus, taus));
            worst = Math.Max(worst, WorstError(responses, amplitudes, j) / _model.Sources[j].Mean(steady.Rises));
        }
        return new ResponseFit(_model, _taus, amplitudes, worst);
    }

    /// <summary>[times][nodes] the rises after a step of power.</summary>
    private double[][] StepResponse(TransientSolver transient, double[] powers)
    {
        var responses = new double[_steps.Length][];
        transient.Set(0);
        for (int m = 0; m < _steps.Length; m++)
        {
            transient.Step(powers, _steps[m]);
            responses[m] = transient.Rises.ToArray();
        }
        return responses;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FitOne(double[][] responses, int node, double steady, Span<double> amplitudes)
    {
        amplitudes.Fill(SteadyWeight * SteadyWeight * steady);
        for (int m = 0; m < responses.Length; m++) VectorMath.AddScaled(amplitudes, responses[m][node], _basis.AsSpan(m * _taus.Length, _taus.Length));
        _normal.Solve(amplitudes);
        double total = 0;
        foreach (double amplitude in amplitudes) total += amplitude;
        amplitudes[^1] += steady - total;
    }

    /// <summary>The largest error of any block's mean at any time, in K per watt of a source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double WorstError(double[][] responses, double[] amplitudes, int source)
    {
        double worst = 0;
        var misses = new double[_model.Network.Count];
        for (int m = 0; m < responses.Length; m++)
        {
            for (int node = 0; node < misses.Length; node++)
            {
                ReadOnlySpan<double> fitted = amplitudes.AsSpan((node * _sources + source) * _taus.Length, _taus.Length);
                misses[node] = VectorMath.Dot(fitted, _basis.AsSpan(m * _taus.Length, _taus.Length)) - responses[m][node];
            }
            foreach (HeatSource block in _model.Sources.SelectMany(s => s.Members)) worst = Math.Max(worst, Math.Abs(block.Mean(misses)));
        }
        return worst;
    }

    /// <summary>[times, time constants] 1 - exp(-t / tau).</summary>
    private double[] Basis()
    {
        var basis = new double[_steps.Length * _taus.Length];
        double time = 0;
        for (int m = 0; m < _steps.Length; m++)
        {
            time += _steps[m].Seconds;
            for (int k = 0; k < _taus.Length; k++) basis[m * _taus.Length + k] = 1 - ReproducibleMath.Exp(-time / _taus[k]);
        }
        return basis;
    }

    private DenseCholesky NormalMatrix()
    {
        int count = _taus.Length;
        var matrix = new double[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double sum = SteadyWeight * SteadyWeight + (a == b ? Ridge * _steps.Length : 0);
                for (int m = 0; m < _steps.Length; m++) sum += _basis[m * count + a] * _basis[m * count + b];
                matrix[a, b] = sum;
            }
        }
        return new DenseCholesky(matrix);
    }

    /// <summary>Seconds: the mean stay of a joule let in at the first source, which is stored heat over power at steady state.</summary>
    private double SlowestTime()
    {
        var steady = new SteadySolver(_model.Network);
        var powers = new double[_model.Network.Count];
        _model.Sources[0].Heat(powers, 1);
        steady.Solve(powers);
        return _model.Network.StoredHeat(steady.Rises);
    }

    private static double[] TausBetween(double from, double to)
    {
        var taus = new List<double> { from };
        while (taus[^1] < to) taus.Add(taus[^1] * TauRatio);
        return [.. taus];
    }

    /// <summary>Steps that grow every few, until their sum reaches the end.</summary>
    private static Duration[] StepsUntil(Duration first, double end)
    {
        var steps = new List<Duration>();
        double time = 0;
        for (Duration step = first; time < end; step *= Growth)
        {
            steps.AddRange(Enumerable.Repeat(step, StepsPerLength));
            time += StepsPerLength * step.Seconds;
        }
        return [.. steps];
    }
}
