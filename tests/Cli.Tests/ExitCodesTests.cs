namespace DeepStack.Sim.Cli.Tests;

public sealed class ExitCodesTests
{
    [Fact]
    public void AFullDiskIsNoFaultOfTheSimulator()
    {
        CommandRun full = CommandRun.Guarding(() => throw new IOException("No space left on device : '/runs/.a.part/steps.csv'"));
        CommandRun missing = CommandRun.Guarding(() => throw new FileNotFoundException("a part of ours"));

        Assert.Equal((2, 3), (full.ExitCode, missing.ExitCode));
        Assert.StartsWith("A file cannot be read or written: No space left on device", full.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("fault of the simulator", full.Errors, StringComparison.Ordinal);
    }
}
