using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Calibration;

namespace DeepStack.Sim.Studies.Tests.Calibration;

public sealed class MicrobenchmarksTests
{
    [Fact]
    public void AMachineWithAttentionMemoryIsCalibratedAsItsDevicesAre()
    {
        Assert.Equal(ElapsedOf("a100-8"), ElapsedOf("l3-a100-8"));
    }

    private static IEnumerable<string> ElapsedOf(string machine) => [.. new Microbenchmarks(PlatformPreset.Open(machine), seed: 1).Run().Select(point => $"{point.Kind} {point.Elapsed}")];
}
