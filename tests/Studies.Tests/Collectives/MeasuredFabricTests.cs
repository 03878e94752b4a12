using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Collectives;

namespace DeepStack.Sim.Studies.Tests.Collectives;

/// <summary>Presets of measured fabrics.</summary>
public sealed class MeasuredFabricTests
{
    public static TheoryData<string> Names => [.. PresetLibrary.NamesOf("fabrics")];

    [Theory]
    [MemberData(nameof(Names))]
    public void LargerAllReducesTakeLongerOnceTheyAreLarge(string name)
    {
        MeasuredFabric fabric = MeasuredFabric.Open(name);

        Duration[] times = [.. new[] { 24, 25, 26 }.Select(log => fabric.TimeOf("all_reduce", 2, 2, Bytes.FromCount(1L << log))!.Value)];

        Assert.True(times[0] < times[1] && times[1] < times[2]);
        Assert.True(times[2].Seconds > (1 << 26) / fabric.Rate.BytesPerSecond);
    }

    [Fact]
    public void OperationThatWasNotMeasuredHasNoTime() => Assert.Null(MeasuredFabric.Open("h100_sxm_nccl").TimeOf("all_reduce", 3, 3, Bytes.FromCount(1024)));

    [Fact]
    public void FabricIsFoundByTheNameThatMeasurementsGiveIt() => Assert.Equal("b200_sxm_nccl", MeasuredFabric.Named("NVIDIA B200")?.Name);
}
