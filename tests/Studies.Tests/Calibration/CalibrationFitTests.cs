using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Calibration;

namespace DeepStack.Sim.Studies.Tests.Calibration;

/// <summary>The robust, bounded fit of the closed form's parameters.</summary>
public sealed class CalibrationFitTests
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("stack3d-8");
    private static readonly DeviceRates Rates = new(Platform.Device.Compute, Platform.Device.Memory.StreamBandwidth, Platform.Device.Memory.Latency);

    private static readonly EngineParameters Truth = EngineParameters.Nominal
        .With(EngineParameter.ReadRate, 0.9)
        .With(EngineParameter.WriteCost, 1.5)
        .With(EngineParameter.Exposed, 0.1)
        .With(EngineParameter.CollectiveNetwork, 1.2);

    [Fact]
    public void ParametersThatMadeTheTimesAreFoundAgain()
    {
        IReadOnlyList<FittedParameter> fitted = new CalibrationFit(Rates).Run(PointsOf(Truth, noise: 0));

        Assert.All(fitted, f => Assert.True(Math.Abs(f.Value - Truth[f.Parameter]) < 0.02, $"{f.Parameter.Name}: {f.Value}, made with {Truth[f.Parameter]}"));
    }

    [Fact]
    public void AFewWildPointsDoNotPull()
    {
        CalibrationPoint[] points = [.. PointsOf(Truth, noise: 0.005)];
        for (int i = 0; i < points.Length; i += 25) points[i] = points[i] with { Elapsed = points[i].Elapsed * 3 };

        IReadOnlyList<FittedParameter> fitted = new CalibrationFit(Rates).Run(points);

        FittedParameter read = fitted.Single(f => f.Parameter == EngineParameter.ReadRate), network = fitted.Single(f => f.Parameter == EngineParameter.CollectiveNetwork);
        Assert.InRange(read.Value, 0.88, 0.92);
        Assert.InRange(network.Value, 1.17, 1.23);
    }

    [Fact]
    public void ValuesStayWithinTheirBounds()
    {
        // Twice the rate of the memory is more than a read rate may be.
        IReadOnlyList<FittedParameter> fitted = new CalibrationFit(Rates).Run(PointsOf(EngineParameters.Nominal.With(EngineParameter.ReadRate, 2), noise: 0));

        Assert.All(fitted, f => Assert.InRange(f.Value, f.Parameter.Least, f.Parameter.Most));
        FittedParameter read = fitted.Single(f => f.Parameter == EngineParameter.ReadRate);
        Assert.Equal(EngineParameter.ReadRate.Most, read.Value);
        Assert.Null(read.Deviation);
    }

    [Fact]
    public void NoiseShowsInTheConfidence()
    {
        double calm = DeviationOfReads(0.002), noisy = DeviationOfReads(0.02);

        Assert.True(noisy > 4 * calm, $"{noisy} against {calm}");
    }

    [Fact]
    public void TooFewPointsAreRefused()
    {
        var fault = Assert.Throws<PresetException>(() => new CalibrationFit(Rates).Run([.. PointsOf(Truth, 0).Take(31)]));

        Assert.Contains("There are 31 points to calibrate on; at least 32 are needed.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PointsThatAreAllAlikeAreRefused()
    {
        var fault = Assert.Throws<PresetException>(() => new CalibrationFit(Rates).Run([.. Enumerable.Repeat(PointsOf(Truth, 0)[0], 100)]));

        Assert.Contains("nearly all alike", fault.Message, StringComparison.Ordinal);
    }

    private static double DeviationOfReads(double noise) =>
        new CalibrationFit(Rates).Run(PointsOf(Truth, noise)).Single(f => f.Parameter == EngineParameter.ReadRate).Deviation!.Value;

    /// <summary>Kernels and collectives of drawn sizes whose times are those of the closed form under some parameters, with noise.</summary>
    private static List<CalibrationPoint> PointsOf(EngineParameters truth, double noise)
    {
        var random = new RandomStream(5, "points");
        var kernels = new KernelModel(Rates, truth);
        var points = new List<CalibrationPoint>();
        for (int i = 0; i < 200; i++)
        {
            CalibrationPoint point = i % 4 == 3
                ? new CollectivePoint("Communication", "reduce", Duration.Zero, Bytes.FromCount(1000 + i), new CollectiveParts(Duration.Zero, Duration.FromNanoseconds(Between(500, 50_000)), Duration.FromNanoseconds(Between(100, 20_000))))
                : new KernelPoint("MatrixProduct", new Kernel($"kernel {i}", [Run()]), Duration.Zero);
            double time = point.Predict(kernels, truth) * (1 + noise * (2 * random.NextDouble() - 1));
            points.Add(point with { Elapsed = Duration.FromPicoseconds((long)time) });
        }
        return points;

        long Between(double least, double most) => (long)(least * Math.Pow(most / least, random.NextDouble()));

        StageRun Run() => new()
        {
            Waves = (int)Between(1, 16),
            StagesPerWave = (int)Between(2, 64),
            Load = Bytes.FromCount(Between(1 << 14, 1 << 22)),
            FromShared = Bytes.FromCount(Between(1 << 14, 1 << 23)),
            Store = Bytes.FromCount(Between(1 << 14, 1 << 23)),
            Compute = Duration.FromNanoseconds(Between(20, 2000)),
            Buffers = (int)Between(1, 9),
        };
    }
}
