using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>Fits the exponentials of a reduced model to step responses of the full network, by least squares with the steady state held.</summary>
/// <remarks>A fit is linear in what is fitted, and a response is a sum of modes: so each mode is fitted, and the nodes follow.</remarks>
internal sealed class ReducedModelFit
{
    private const double TimeRatio = 1.125;
    private const double TauRatio = 2;
    private const double SteadyWeight = 100;
    private const double Ridge = 1e-9;

    /// <summary>Slow times are found sooner than fast ones, so that the rate of the modes' space lies above the middle of all rates.</summary>
    private const double AboveCentre = 10;

    private readonly StackModel _model;
    private readonly ShiftedNetwork _shifted;
    private readonly double[] _times;
    private readonly double[] _taus;
    private readonly double[][] _basis;
    private readonly DenseCholesky _normal;
    private readonly double[][] _steady;

    public ReducedModelFit(StackModel model, Duration finest)
    {
        _model = model;
        _shifted = new ShiftedNetwork(model.Network);
        _steady = SteadyRises();
        double slowest = SlowestTime();
        _times = Ladder(finest.Seconds / 2, 6 * slowest, TimeRatio);
        _taus = Ladder(finest.Seconds / 2, 2 * slowest, TauRatio);
        _basis = [.. _times.Select(t => _taus.Select(tau => Reached(t / tau)).ToArray())];
        _normal = NormalMatrix();
    }

    /// <summary>The amplitudes of every node.</summary>
    public ResponseFit Fit()
    {
        int nodes = _model.Network.Count, sources = _steady.Length, taus = _taus.Length;
        var amplitudes = new double[nodes * sources * taus];
        double rate = AboveCentre / Math.Sqrt(_times[0] * _times[^1]), worst = 0;
        ILinearSolver solver = _shifted.SolverFor(rate);
        for (int j = 0; j < sources; j++)
        {
            var modes = new HeatModes(_model.Network, solver, rate, _steady[j]);
            double[][] fits = [.. modes.Rates.Select(FitOne)];
            for (int i = 0; i < fits.Length; i++)
            {
                for (int node = 0; node < nodes; node++) VectorMath.AddScaled(amplitudes.AsSpan((node * sources + j) * taus, taus), modes.Parts[i][node], fits[i]);
            }
            worst = Math.Max(worst, WorstError(modes, fits) / _model.Sources[j].Mean(_steady[j]));
        }
        return new ResponseFit(_model, _taus, amplitudes, worst);
    }

    /// <summary>The share of its way that an exponential has come: 1 - exp(-x), with x the time over the time constant.</summary>
    private static double Reached(double x) => 1 - ReproducibleMath.Exp(-x);

    /// <summary>The amplitudes of a mode of 1 K.</summary>
    private double[] FitOne(double ofMode)
    {
        var amplitudes = new double[_taus.Length];
        amplitudes.AsSpan().Fill(SteadyWeight * SteadyWeight);
        for (int m = 0; m < _times.Length; m++) VectorMath.AddScaled(amplitudes, Reached(ofMode * _times[m]), _basis[m]);
        _normal.Solve(amplitudes);
        amplitudes[^1] += 1 - amplitudes.Sum();
        return amplitudes;
    }

    /// <summary>The largest error of any block's mean at any time, in K per watt of a source.</summary>
    private double WorstError(HeatModes modes, double[][] fits)
    {
        double[][] misses = [.. fits.Select((fit, i) => _times.Select((t, m) => VectorMath.Dot(fit, _basis[m]) - Reached(modes.Rates[i] * t)).ToArray())];
        var error = new double[_times.Length];
        double worst = 0;
        foreach (HeatSource block in _model.Sources.SelectMany(s => s.Members))
        {
            Array.Clear(error);
            for (int i = 0; i < misses.Length; i++) VectorMath.AddScaled(error, block.Mean(modes.Parts[i]), misses[i]);
            foreach (double miss in error) worst = Math.Max(worst, Math.Abs(miss));
        }
        return worst;
    }

    private DenseCholesky NormalMatrix()
    {
        int count = _taus.Length;
        var matrix = new double[count, count];
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b < count; b++)
            {
                double sum = SteadyWeight * SteadyWeight + (a == b ? Ridge * _times.Length : 0);
                foreach (double[] row in _basis) sum += row[a] * row[b];
                matrix[a, b] = sum;
            }
        }
        return new DenseCholesky(matrix);
    }

    /// <summary>[sources][nodes] K/W.</summary>
    private double[][] SteadyRises()
    {
        ILinearSolver solver = _shifted.SolverFor(0);
        return [.. _model.Sources.Select(RisesOf)];

        double[] RisesOf(HeatSource source)
        {
            double[] powers = new double[_model.Network.Count], rises = new double[powers.Length];
            source.Heat(powers, 1);
            solver.Solve(powers, rises);
            return rises;
        }
    }

    /// <summary>Seconds: the mean stay of a joule let in at the first source, which is stored heat over power at steady state.</summary>
    private double SlowestTime() => _model.Network.StoredHeat(_steady[0]);

    /// <summary>Values in geometric progression, the last one at the end or just beyond it.</summary>
    private static double[] Ladder(double from, double to, double ratio)
    {
        var values = new List<double> { from };
        while (values[^1] < to) values.Add(values[^1] * ratio);
        return [.. values];
    }
}
