using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Flow;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform.Tests;

public sealed class PlatformPresetTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.yaml");

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("stack3d-8", 8, 6.144e12, 989.4e12)]
    [InlineData("h100-8", 8, 3.35e12, 989.4e12)]
    [InlineData("b200-8", 8, 8.0e12, 2382.6e12)]
    [InlineData("a100-8", 8, 2.039e12, 312e12)]
    [InlineData("h200-8", 8, 4.8e12, 989.4e12)]
    [InlineData("h800-8", 8, 3.35e12, 989.4e12)]
    [InlineData("h20-8", 8, 4.0e12, 148e12)]
    [InlineData("gb200", 72, 8.0e12, 2382.6e12)]
    [InlineData("b300-8", 8, 8.0e12, 2382.6e12)]
    [InlineData("gb300", 72, 8.0e12, 2382.6e12)]
    [InlineData("mi325x-4", 4, 6.0e12, 1307.4e12)]
    [InlineData("mi210-2", 2, 1.638e12, 181e12)]
    [InlineData("rtxpro6000", 4, 1.792e12, 503.8e12)]
    [InlineData("rtx4090", 2, 1.008e12, 165.2e12)]
    [InlineData("a40-2", 2, 696e9, 149.7e12)]
    public void ShippedPlatformsHaveThePeaksOfTheirDataSheets(string name, int devices, double bytesPerSecond, double flops)
    {
        PlatformSpec platform = PlatformPreset.Open(name);

        Assert.Equal(devices, platform.Devices);
        Assert.InRange(platform.Device.Memory.PeakBandwidth.BytesPerSecond / bytesPerSecond, 0.999, 1.001);
        Assert.InRange(platform.Device.Compute.PeakRate(NumberFormat.Bf16).FlopsPerSecond / flops, 0.999, 1.001);
        Assert.True(platform.Device.Memory.StreamBandwidth < platform.Device.Memory.PeakBandwidth);
        Assert.True(platform.Device.Memory.Latency > platform.Device.Memory.PathLatency);
    }

    [Theory]
    [InlineData("prefill", 5, 10.6e12, 32e9)]
    [InlineData("decode", 4, 26.2e12, 64e9)]
    public void AMachineOfTwoKindsOfDevicesIsOpenedByGroup(string group, int devices, double bytesPerSecond, double capacity)
    {
        PlatformSpec platform = PlatformPreset.Open($"lamosys-like:{group}");

        Assert.Equal(devices, platform.Devices);
        Assert.InRange(platform.Device.Memory.PeakBandwidth.BytesPerSecond / bytesPerSecond, 0.999, 1.001);
        Assert.Equal((long)capacity, platform.Device.Memory.Capacity.Count);
        Assert.InRange(platform.Device.Compute.PeakRate(NumberFormat.Bf16).FlopsPerSecond, 400e12, 420e12);
        Assert.Equal("lamosys-like", platform.Group.Machine);
    }

    [Theory]
    [InlineData("16", 4)]
    [InlineData("64", 1)]
    public void BaseArraysAreReadFromTheChip(string rows, int pieces)
    {
        PresetChanges changes = new PresetChanges().Add(PresetOverride.Parse($"chips/lamosys-chiplet:matrix.base_arrays.rows={rows}"));

        Assert.Equal(pieces, PlatformPreset.Open("lamosys-like:decode", changes).Device.Compute.Matrix.PiecesFor(1, 256, 64, NumberFormat.Bf16));
        Assert.Null(PlatformPreset.Open("stack3d-8").Device.Compute.Matrix.BaseArrays);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("128")]
    public void BaseArraysThatDoNotMakeUpTheWholeOneAreAFault(string rows)
    {
        PresetChanges changes = new PresetChanges().Add(PresetOverride.Parse($"chips/lamosys-chiplet:matrix.base_arrays.rows={rows}"));

        Assert.Contains($"is {rows}; expected the row_granule, 64, divided by a power of two", Assert.Throws<PresetException>(() => PlatformPreset.Open("lamosys-like:decode", changes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DevicesOfAGroupComeFirstOnItsNetwork()
    {
        PlatformSpec decode = PlatformPreset.Open("lamosys-like:decode");

        Assert.Equal(5, decode.Group.FirstDevice);
        Assert.Equal(9, decode.Network.EndpointCount);
        // Chiplets 5 to 8 are a square of four links; as devices 0 to 3 they still are.
        Assert.Equal([(0, 1), (0, 2), (1, 3), (2, 3)], decode.Network.Links.Where(l => l.A < 4 && l.B < 4).Select(l => (l.A, l.B)).Order());
        Assert.Equal(4 * 200e9, decode.NetworkRate.BytesPerSecond);
    }

    [Theory]
    [InlineData("lamosys-like", "lamosys-like has the groups of devices prefill, decode: name the one that is meant, such as lamosys-like:prefill.")]
    [InlineData("lamosys-like:decod", "\"decod\" is none of them. Did you mean \"decode\"?")]
    [InlineData("h100-8:prefill", "h100-8 has devices of one kind and no group \"prefill\"")]
    public void AGroupThatIsNotThereIsAFault(string name, string message)
    {
        PresetException fault = Assert.Throws<PresetException>(() => PlatformPreset.Open(name));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWayToTheCoresMayCarryLessThanTheDramDelivers()
    {
        DeviceMemorySpec memory = PlatformPreset.Open("mi325x-4").Device.Memory;
        var simulation = new Simulation();
        DeviceMemory device = memory.Build(simulation);

        for (int i = 0; i < 64; i++) device.Submit(new Transfer(Bytes.FromCount(1 << 20), IsWrite: false), new Ignoring(), 0);
        simulation.RunToEnd();

        Assert.Equal(memory.PathRate!.Value, memory.StreamBandwidth);
        Assert.InRange(Bytes.FromCount(64 << 20) / memory.StreamBandwidth / (simulation.Now - SimTime.Zero), 0.9, 1.0);
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

    private sealed class Ignoring : IEventHandler
    {
        public void Handle(long payload)
        {
        }
    }
}
