using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform.Tests;

public sealed class PlatformPresetTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.yaml");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("stack3d-8", 6.144e12, 989.4e12)]
    [InlineData("h100-8", 3.35e12, 989.4e12)]
    [InlineData("b200-8", 8.0e12, 2382.6e12)]
    public void ShippedPlatformsHaveThePeaksOfTheirDataSheets(string name, double bytesPerSecond, double flops)
    {
        PlatformSpec platform = PlatformPreset.Open(name);

        Assert.Equal(8, platform.Devices);
        Assert.InRange(platform.Device.Memory.PeakBandwidth.BytesPerSecond / bytesPerSecond, 0.999, 1.001);
        Assert.InRange(platform.Device.Compute.PeakRate(NumberFormat.Bf16).FlopsPerSecond / flops, 0.999, 1.001);
        Assert.True(platform.Device.Memory.StreamBandwidth < platform.Device.Memory.PeakBandwidth);
        Assert.True(platform.Device.Memory.Latency > platform.Device.Memory.PathLatency);
    }

    [Fact]
    public void ANetworkOfAnotherSizeIsAFaultWithItsLine()
    {
        Write("devices: 4");

        PresetException fault = Assert.Throws<PresetException>(() => PlatformPreset.Open(_file));

        Assert.Contains("network.topology joins 8 endpoints; there are 4 devices.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoreCapacityThanTheDramHasIsAFault()
    {
        Write("devices: 8", capacity: "80 GB");

        PresetException fault = Assert.Throws<PresetException>(() => PlatformPreset.Open(_file));

        Assert.Contains("memory.capacity is 80 GB, more than the", fault.Message, StringComparison.Ordinal);
    }

    private void Write(string devices, string capacity = "48 GB") => File.WriteAllText(_file, $$"""
        description: a test
        kind: chosen
        source: "a test"
        {{devices}}
        chip: stack3d-logic
        memory: { dram: tasa, capacity: {{capacity}}, path_latency: 40 ns }
        network: { topology: stacked-8, packet_payload: 4 KiB, packet_header: 256 B, step_overhead: 500 ns }
        """);
}
