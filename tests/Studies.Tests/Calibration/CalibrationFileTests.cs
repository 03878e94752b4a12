using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Calibration;

namespace DeepStack.Sim.Studies.Tests.Calibration;

/// <summary>The whole way: small programs at event fidelity, a fit, an overlay, and its use.</summary>
public sealed class CalibrationFileTests : IDisposable
{
    private static readonly PlatformSpec Platform = PlatformPreset.Open("stack3d-8");
    private static readonly Lazy<CalibrationResult> Result = new(() => CalibrationResult.Of(Platform, [.. new Microbenchmarks(Platform, seed: 1).Run()]));
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"calibration-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void TheOverlayIsReadAsItWasFound()
    {
        File.WriteAllText(_file, CalibrationFile.Write(Result.Value, "a test"));

        EngineCalibration overlay = EngineCalibration.Open(_file, Platform);

        Assert.Equal(Result.Value.Parameters.Values, overlay.Parameters.Values);
        Assert.Equal(Result.Value.Ranges, overlay.Ranges);
    }

    [Fact]
    public void ACalibrationIsBetterOnPointsItDidNotSee()
    {
        double before = ErrorSummary.OfResiduals(Result.Value.Before).Mean, leftOut = ErrorSummary.OfResiduals(Result.Value.CrossValidated).Mean;

        Assert.True(leftOut < before, $"{leftOut:P2} against {before:P2}");
        Assert.True(leftOut < 0.04, $"{leftOut:P2}");
    }

    [Fact]
    public void TheSameSeedMakesTheSameOverlay()
    {
        CalibrationResult again = CalibrationResult.Of(Platform, [.. new Microbenchmarks(Platform, seed: 1).Run()]);

        Assert.Equal(CalibrationFile.Write(Result.Value, "a test"), CalibrationFile.Write(again, "a test"));
    }

    [Fact]
    public void AnOverlayForAnotherMachineIsRefused()
    {
        File.WriteAllText(_file, CalibrationFile.Write(Result.Value, "a test"));

        var fault = Assert.Throws<PresetException>(() => EngineCalibration.Open(_file, PlatformPreset.Open("h100-8")));

        Assert.Contains($"{_file}:3: platform is \"stack3d-8\"; this run is on h100-8.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverlayForAnotherVersionOfTheMachineIsRefused()
    {
        File.WriteAllText(_file, CalibrationFile.Write(Result.Value, "a test"));
        PlatformSpec other = Platform with { Presets = [.. Platform.Presets.Skip(1)] };

        var fault = Assert.Throws<PresetException>(() => EngineCalibration.Open(_file, other));

        Assert.Contains("is that of another version of stack3d-8", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("calibration: 1", "calibration: 2", ":2: calibration is 2")]
    [InlineData("read_rate: ", "read_rate: 9", "parameters.read_rate is 9")]
    [InlineData("write_cost: ", "write_cots: ", "Did you mean \"write_cost\"?")]
    public void WrongOverlaysAreNamedByLine(string correct, string wrong, string message)
    {
        File.WriteAllText(_file, CalibrationFile.Write(Result.Value, "a test").Replace(correct, wrong, StringComparison.Ordinal));

        var fault = Assert.Throws<PresetException>(() => EngineCalibration.Open(_file, Platform));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOverlayThatWasCutAtAnyLineIsRefused()
    {
        string[] lines = CalibrationFile.Write(Result.Value, "a test").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        for (int kept = 1; kept < lines.Length; kept++)
        {
            File.WriteAllText(_file, string.Join('\n', lines[..kept]));
            Assert.Throws<PresetException>(() => EngineCalibration.Open(_file, Platform));
        }
    }

    [Fact]
    public void SizesFarBeyondWhatWasSeenAreNotCovered()
    {
        var range = new CalibratedRange("Attention", Bytes.FromCount(1000), Bytes.FromCount(10_000), Flops.FromCount(1), Flops.FromCount(100));

        Assert.True(range.Covers(Bytes.FromCount(20_000), Flops.FromCount(200)));
        Assert.False(range.Covers(Bytes.FromCount(20_001), Flops.FromCount(200)));
        Assert.False(range.Covers(Bytes.FromCount(499), Flops.FromCount(50)));
    }
}
