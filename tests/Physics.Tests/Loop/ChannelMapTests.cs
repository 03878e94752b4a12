using DeepStack.Sim.Physics.Loop;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Tests.Loop;

public sealed class ChannelMapTests
{
    private static readonly StackModel Model = StackModel.Build(StackReader.Load("stack3d-cold-plate"), NodeConvention.FarFace);

    [Theory]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(64)]
    public void EveryBlockBelongsToAChannelAndEveryChannelToBlocks(int channels)
    {
        var map = new ChannelMap(Model, channels);

        var seen = new HashSet<int>();
        for (int channel = 0; channel < channels; channel++)
        {
            foreach (int source in map.SourcesOf(channel, 3)) Assert.Equal("dram3", Model.Sources[source].Layer);
            seen.UnionWith(map.SourcesOf(channel, 3).ToArray());
        }
        Assert.Equal(8, map.Dies);
        Assert.Equal(16, seen.Count);
    }

    [Theory]
    [InlineData("stack3d-air", 145)]
    [InlineData("stack3d-cold-plate", 145)]
    [InlineData("stack3d-cold-plate-by-die", 11)]
    public void ShippedStacksHaveTheirBlocks(string name, int blocks) =>
        Assert.Equal(blocks, StackModel.Build(StackReader.Load(name), NodeConvention.FarFace).Sources.Count);

    [Fact]
    public void OddNumbersAreRefused() => Assert.Throws<ArgumentException>(() => new ChannelMap(Model, 5));
}
