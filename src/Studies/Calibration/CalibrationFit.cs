using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Presets;
using MathNet.Numerics.LinearAlgebra;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Finds the parameters of the closed form that agree best with event fidelity: robust, bounded least squares.</summary>
/// <remarks>
/// <para>A residual is ln(predicted / simulated), so that a microsecond and a second count the same. Huber's weights (1 within a threshold,
/// threshold / |residual| beyond) keep a few odd points from pulling; each round solves Gauss-Newton with Levenberg's damping on the parameters that are free to move.</para>
/// <para>Reference: P. J. Huber, Robust Statistics, 1981, chapter 7. Differences are central, in steps of a thousandth of a parameter's range.</para>
/// </remarks>
/// <param name="device">The rates of the device.</param>
public sealed class CalibrationFit(DeviceRates device)
{
    /// <summary>Fewer points than these for each parameter say too little.</summary>
    public const int PointsPerParameter = 4;

    private const int Rounds = 60;
    private const double HuberThreshold = 0.01, Step = 1e-3, SmallestGain = 1e-9;

    /// <summary>Fits all parameters.</summary>
    /// <exception cref="PresetException">There are too few points, or they are all alike.</exception>
    public IReadOnlyList<FittedParameter> Run(IReadOnlyList<CalibrationPoint> points)
    {
        RequireEnough(points);
        double[] values = [.. EngineParameters.Nominal.Values];
        double damping = 1e-3, cost = CostOf(points, values);
        for (int round = 0; round < Rounds && damping < 1e8; round++)
        {
            double[] candidate = Moved(points, values, damping);
            double next = CostOf(points, candidate);
            if (next < cost)
            {
                bool isDone = cost - next < SmallestGain * cost;
                (values, cost, damping) = (candidate, next, damping / 4);
                if (isDone) break;
            }
            else
            {
                damping *= 8;
            }
        }
        double?[] deviations = DeviationsOf(points, values);
        return [.. EngineParameter.All.Select((p, i) => new FittedParameter(p, values[i], deviations[i]))];
    }

    /// <summary>Residuals ln(predicted / simulated) of points under some parameters.</summary>
    public double[] ResidualsOf(IReadOnlyList<CalibrationPoint> points, EngineParameters parameters)
    {
        var kernels = new KernelModel(device, parameters);
        return [.. points.Select(p => Math.Log(p.Predict(kernels, parameters) / p.Elapsed.Picoseconds))];
    }

    private static void RequireEnough(IReadOnlyList<CalibrationPoint> points)
    {
        int needed = PointsPerParameter * EngineParameter.All.Count;
        if (points.Count < needed) throw new PresetException($"There are {points.Count} points to calibrate on; at least {needed} are needed. Give more traces, or leave out --no-benchmarks.");
        if (points.Select(p => (p.Kind, p.Bytes, p.Work)).Distinct().Count() < needed)
            throw new PresetException($"The {points.Count} points to calibrate on are nearly all alike; at least {needed} different sizes are needed. Give other traces, or leave out --no-benchmarks.");
    }

    private double CostOf(IReadOnlyList<CalibrationPoint> points, double[] values) =>
        ResidualsOf(points, EngineParameters.Of(values)).Sum(r => Math.Abs(r) <= HuberThreshold ? r * r : HuberThreshold * (2 * Math.Abs(r) - HuberThreshold));

    /// <summary>One damped step, cut off at the bounds; what would leave its bounds stays where it is and lets the others move alone.</summary>
    private double[] Moved(IReadOnlyList<CalibrationPoint> points, double[] values, double damping)
    {
        (Matrix<double> normal, Vector<double> gradient) = NormalEquations(points, values);
        double[] moved = [.. values];
        List<int> free = [.. Enumerable.Range(0, values.Length).Where(i => normal[i, i] > 0)];
        while (free.Count > 0)
        {
            Matrix<double> inner = Matrix<double>.Build.Dense(free.Count, free.Count, (r, c) => normal[free[r], free[c]] * (r == c ? 1 + damping : 1));
            Vector<double> step = inner.Solve(Vector<double>.Build.Dense(free.Count, i => -gradient[free[i]]));
            int blocked = free.FindIndex(i => !IsInside(i, values[i] + step[free.IndexOf(i)]) && IsAtBound(i, values[i]));
            if (blocked < 0)
            {
                for (int k = 0; k < free.Count; k++) moved[free[k]] = Clamp(free[k], values[free[k]] + step[k]);
                return moved;
            }
            free.RemoveAt(blocked);
        }
        return moved;
    }

    private (Matrix<double> Normal, Vector<double> Gradient) NormalEquations(IReadOnlyList<CalibrationPoint> points, double[] values)
    {
        double[] residuals = ResidualsOf(points, EngineParameters.Of(values));
        Matrix<double> slopes = Slopes(points, values);
        Vector<double> weights = Vector<double>.Build.Dense(residuals.Length, i => Math.Min(1, HuberThreshold / Math.Max(HuberThreshold, Math.Abs(residuals[i]))));
        Matrix<double> weighted = Matrix<double>.Build.Dense(slopes.RowCount, slopes.ColumnCount, (r, c) => slopes[r, c] * weights[r]);
        return (weighted.TransposeThisAndMultiply(slopes), weighted.TransposeThisAndMultiply(Vector<double>.Build.Dense(residuals)));
    }

    /// <summary>How each residual changes with each parameter: [points, parameters].</summary>
    private Matrix<double> Slopes(IReadOnlyList<CalibrationPoint> points, double[] values)
    {
        var slopes = Matrix<double>.Build.Dense(points.Count, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double step = Step * (EngineParameter.All[i].Most - EngineParameter.All[i].Least);
            double[] low = [.. values], high = [.. values];
            low[i] = Clamp(i, values[i] - step);
            high[i] = Clamp(i, values[i] + step);
            double[] below = ResidualsOf(points, EngineParameters.Of(low)), above = ResidualsOf(points, EngineParameters.Of(high));
            for (int row = 0; row < points.Count; row++) slopes[row, i] = (above[row] - below[row]) / (high[i] - low[i]);
        }
        return slopes;
    }

    /// <summary>Square roots of the diagonal of s^2 (J'WJ)^-1 over the parameters that are determined and inside their bounds.</summary>
    private double?[] DeviationsOf(IReadOnlyList<CalibrationPoint> points, double[] values)
    {
        (Matrix<double> normal, _) = NormalEquations(points, values);
        double[] residuals = ResidualsOf(points, EngineParameters.Of(values));
        int[] free = [.. Enumerable.Range(0, values.Length).Where(i => normal[i, i] > 1e-9 && !IsAtBound(i, values[i]))];
        double?[] deviations = new double?[values.Length];
        if (free.Length == 0 || points.Count <= free.Length) return deviations;
        double variance = residuals.Sum(r => r * r) / (points.Count - free.Length);
        Matrix<double> inner = Matrix<double>.Build.Dense(free.Length, free.Length, (r, c) => normal[free[r], free[c]]);
        Matrix<double> covariance = inner.PseudoInverse() * variance;
        for (int k = 0; k < free.Length; k++) deviations[free[k]] = Math.Sqrt(Math.Max(0, covariance[k, k]));
        return deviations;
    }

    private static bool IsInside(int index, double value) => value >= EngineParameter.All[index].Least && value <= EngineParameter.All[index].Most;

    private static bool IsAtBound(int index, double value) => value <= EngineParameter.All[index].Least || value >= EngineParameter.All[index].Most;

    private static double Clamp(int index, double value) => Math.Clamp(value, EngineParameter.All[index].Least, EngineParameter.All[index].Most);
}
