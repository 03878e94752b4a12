using DeepStack.Sim.Results;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Cli.Tests;

/// <summary><c>deepstack calibrate</c>, from the trace of a run to an estimate that uses what was found.</summary>
public sealed class CalibrateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("calibrate").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ATraceOfARunAndBenchmarksMakeAnOverlayThatEstimatesUse()
    {
        string trace = Replayed("event"), overlay = Path.Combine(_folder, "overlay.yaml");

        CommandRun run = CommandRun.Of("calibrate", "--platform", "stack3d-8", "--from", trace, "--out", overlay);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("| all |", File.ReadAllText(Path.ChangeExtension(overlay, ".md")), StringComparison.Ordinal);
        Assert.Contains("timing-trace.pb", File.ReadAllText(overlay), StringComparison.Ordinal);
        string[] estimate = ["estimate", "--model", "llama-3-8b", "--platform", "stack3d-8", "--batch", "4", "--input-tokens", "256"];
        CommandRun nominal = CommandRun.Of(estimate), calibrated = CommandRun.Of([.. estimate, "--calibration", overlay]);
        Assert.Equal((0, 0), (nominal.ExitCode, calibrated.ExitCode));
        Assert.NotEqual(nominal.Output, calibrated.Output);
        Assert.Equal(0, CommandRun.Of(ReplayArguments("analytical", "calibrated", "--calibration", overlay)).ExitCode);
    }

    [Fact]
    public void ATraceAloneHasTooFewKindsOfWorkUnlessThereIsEnoughOfIt()
    {
        CommandRun run = CommandRun.Of("calibrate", "--platform", "stack3d-8", "--no-benchmarks", "--out", Path.Combine(_folder, "overlay.yaml"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is nothing to calibrate on", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void ATraceOfAnotherMachineIsRefusedAndTheOldOverlayStays()
    {
        string trace = Replayed("event"), overlay = Path.Combine(_folder, "overlay.yaml");
        File.WriteAllText(overlay, "as before");

        CommandRun run = CommandRun.Of("calibrate", "--platform", "h100-8", "--from", trace, "--out", overlay);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the trace is of stack3d-8; h100-8 is to be calibrated", run.Errors, StringComparison.Ordinal);
        Assert.Equal("as before", File.ReadAllText(overlay));
    }

    [Fact]
    public void ACutTraceIsRefused()
    {
        string trace = Replayed("event");
        File.WriteAllBytes(trace, File.ReadAllBytes(trace)[..^40]);

        CommandRun run = CommandRun.Of("calibrate", "--platform", "stack3d-8", "--from", trace);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("A calibration needs whole traces.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ACalibrationBelongsToFidelityAnalytical()
    {
        CommandRun run = CommandRun.Of(ReplayArguments("sampled", "refused", "--calibration", "overlay.yaml"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("belongs to fidelity analytical", run.Errors, StringComparison.Ordinal);
    }

    private string Replayed(string fidelity)
    {
        CommandRun run = CommandRun.Of(ReplayArguments(fidelity, fidelity));
        Assert.True(run.ExitCode == 0, run.Errors);
        return Path.Combine(_folder, fidelity, ResultFiles.TimingTrace);
    }

    private string[] ReplayArguments(string fidelity, string name, params string[] more) =>
    [
        "replay", Path.Combine(Repository.Root, "traces", "conversation.csv.gz"), "--platform", "stack3d-8", "--model", "llama-3-8b",
        "--limit", "1", "--fidelity", fidelity, "--memo", "off", "--out", Path.Combine(_folder, name), .. more,
    ];
}
