using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>Fits the exponentials of a reduced model to step responses of the full network, by least squares with the steady state held.</summary>
internal sealed class ReducedModelFit
{
    private const int StepsPerDoubling = 6;
    private const double TauRatio = 2.5;
    private const double SteadyWeight = 100;
    private const double Ridge = 1e-9;
    private readonly StackModel _model;
    private readonly int _sources;
    private readonly Duration[] _steps;
    private readonly double[] _taus;
    private readonly double[,] _basis;
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

    /// <summary>The fitted model.</summary>
    public ReducedModel Fit()
    {
        var amplitudes = new double[_sources * _sources * _taus.Length];
        var steady = new SteadySolver(_model.Network);
        var transient = new TransientSolver(_model.Network, TimeScheme.TrapezoidThenBackward);
        var powers = new double[_model.Network.Count];
        double worst = 0;
        for (int j = 0; j < _sources; j++)
        {
            Array.Clear(powers);
            _model.Sources[j].Heat(powers, 1);
            steady.Solve(powers);
            double[,] responses = StepResponse(transient, powers);
            double own = _model.Sources[j].Mean(steady.Rises);
            for (int i = 0; i < _sources; i++)
            {
                Span<double> fitted = amplitudes.AsSpan((i * _sources + j) * _taus.Length, _taus.Length);
                FitOne(responses, i, _model.Sources[i].Mean(steady.Rises), fitted);
                worst = Math.Max(worst, WorstError(responses, i, fitted) / own);
            }
        }
        return new ReducedModel(_sources, _taus, amplitudes, worst);
    }

    /// <summary>[times, sources] the sensors' rises after a step of power.</summary>
    private double[,] StepResponse(TransientSolver transient, double[] powers)
    {
        var responses = new double[_steps.Length, _sources];
        transient.Set(0);
        for (int m = 0; m < _steps.Length; m++)
        {
            transient.Step(powers, _steps[m]);
            for (int i = 0; i < _sources; i++) responses[m, i] = _model.Sources[i].Mean(transient.Rises);
        }
        return responses;
    }

    private void FitOne(double[,] responses, int sensor, double steady, Span<double> amplitudes)
    {
        for (int k = 0; k < _taus.Length; k++)
        {
            double sum = SteadyWeight * SteadyWeight * steady;
            for (int m = 0; m < _steps.Length; m++) sum += _basis[m, k] * responses[m, sensor];
            amplitudes[k] = sum;
        }
        _normal.Solve(amplitudes);
        double total = 0;
        foreach (double amplitude in amplitudes) total += amplitude;
        amplitudes[^1] += steady - total;
    }

    private double WorstError(double[,] responses, int sensor, ReadOnlySpan<double> amplitudes)
    {
        double worst = 0;
        for (int m = 0; m < _steps.Length; m++)
        {
            double rise = 0;
            for (int k = 0; k < _taus.Length; k++) rise += amplitudes[k] * _basis[m, k];
            worst = Math.Max(worst, Math.Abs(rise - responses[m, sensor]));
        }
        return worst;
    }

    /// <summary>[times, time constants] 1 - exp(-t / tau).</summary>
    private double[,] Basis()
    {
        var basis = new double[_steps.Length, _taus.Length];
        double time = 0;
        for (int m = 0; m < _steps.Length; m++)
        {
            time += _steps[m].Seconds;
            for (int k = 0; k < _taus.Length; k++) basis[m, k] = 1 - ReproducibleMath.Exp(-time / _taus[k]);
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
                for (int m = 0; m < _steps.Length; m++) sum += _basis[m, a] * _basis[m, b];
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

    /// <summary>Steps that double every few, until their sum reaches the end.</summary>
    private static Duration[] StepsUntil(Duration first, double end)
    {
        var steps = new List<Duration>();
        double time = 0;
        for (Duration step = first; time < end; step *= 2)
        {
            steps.AddRange(Enumerable.Repeat(step, StepsPerDoubling));
            time += StepsPerDoubling * step.Seconds;
        }
        return [.. steps];
    }
}
