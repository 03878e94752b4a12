using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>What a calibration found, and how well it holds.</summary>
public sealed class CalibrationResult
{
    private const int Folds = 5;

    private readonly CalibrationFit _fit;

    private CalibrationResult(PlatformSpec platform, IReadOnlyList<CalibrationPoint> points)
    {
        Platform = platform;
        Points = points;
        _fit = new CalibrationFit(DeviceRates.Of(platform.Device));
        Fitted = _fit.Run(points);
        Before = _fit.ResidualsOf(points, EngineParameters.Nominal);
        After = _fit.ResidualsOf(points, ParametersOf(Fitted));
        CrossValidated = ResidualsOfFolds();
    }

    /// <summary>The machine.</summary>
    public PlatformSpec Platform { get; }

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<CalibrationPoint> Points { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<FittedParameter> Fitted { get; }

    /// <summary>Residuals ln(predicted / simulated) of the nominal closed form, point by point.</summary>
    public IReadOnlyList<double> Before { get; }

    /// <summary>Residuals with the fitted parameters.</summary>
    public IReadOnlyList<double> After { get; }

    /// <summary>Residuals of points that were left out of the fit: every fifth in turn.</summary>
    public IReadOnlyList<double> CrossValidated { get; }

    /// <summary>The fitted values.</summary>
    public EngineParameters Parameters => ParametersOf(Fitted);

    /// <summary>The sizes seen, by kind of work.</summary>
    public IReadOnlyList<CalibratedRange> Ranges =>
    [
        .. Points.GroupBy(p => p.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new CalibratedRange(
            g.Key,
            Bytes.FromCount(g.Min(p => p.Bytes.Count)),
            Bytes.FromCount(g.Max(p => p.Bytes.Count)),
            Flops.FromCount(g.Min(p => p.Work.Count)),
            Flops.FromCount(g.Max(p => p.Work.Count)))),
    ];

    /// <summary>Calibrates.</summary>
    /// <exception cref="Presets.PresetException">There are too few points, or they are all alike.</exception>
    public static CalibrationResult Of(PlatformSpec platform, IReadOnlyList<CalibrationPoint> points) => new(platform, points);

    private double[] ResidualsOfFolds()
    {
        double[] residuals = new double[Points.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            CalibrationPoint[] kept = [.. Points.Where((_, i) => i % Folds != fold)];
            double[] all = _fit.ResidualsOf(Points, ParametersOf(_fit.Run(kept)));
            for (int i = fold; i < residuals.Length; i += Folds) residuals[i] = all[i];
        }
        return residuals;
    }

    private static EngineParameters ParametersOf(IReadOnlyList<FittedParameter> fitted) => EngineParameters.Of(fitted.Select(f => f.Value));
}
