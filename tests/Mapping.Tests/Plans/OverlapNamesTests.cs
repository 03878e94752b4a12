using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Mapping.Tests.Plans;

public sealed class OverlapNamesTests
{
    [Theory]
    [InlineData("none", OverlapModes.None)]
    [InlineData("chunked", OverlapModes.Chunked)]
    [InlineData("prefetch+interleaved", OverlapModes.Prefetch | OverlapModes.Interleaved)]
    [InlineData("chunked+prefetch+interleaved", OverlapModes.Chunked | OverlapModes.Prefetch | OverlapModes.Interleaved)]
    public void NamesReadBackAsTheyAre(string name, OverlapModes modes)
    {
        Assert.Equal(modes, OverlapNames.Parse(name));
        Assert.Equal(name, OverlapNames.Of(modes));
        Assert.Equal(modes, OverlapNames.With(new ParallelPlan(), modes, chunks: null).AllOverlap);
    }

    [Theory]
    [InlineData("")]
    [InlineData("chunks")]
    [InlineData("none+prefetch")]
    [InlineData("prefetch+prefetch")]
    public void OtherNamesAreRefused(string name) => Assert.Throws<FormatException>(() => OverlapNames.Parse(name));

    [Theory]
    [InlineData(OverlapModes.None, 4)]
    [InlineData(OverlapModes.Prefetch, 2)]
    [InlineData(OverlapModes.Chunked, 1)]
    [InlineData(OverlapModes.None, 0)]
    public void ChunksThatContradictTheModesAreRefused(OverlapModes modes, int chunks) =>
        Assert.Throws<FormatException>(() => OverlapNames.With(new ParallelPlan(), modes, chunks));

    [Fact]
    public void ChunksAreThoseAskedForOrFour()
    {
        Assert.Equal(4, OverlapNames.With(new ParallelPlan(), OverlapModes.Chunked, chunks: null).OverlapChunks);
        Assert.Equal(7, OverlapNames.With(new ParallelPlan(), OverlapModes.Chunked, chunks: 7).OverlapChunks);
        Assert.Equal(1, OverlapNames.With(new ParallelPlan(8) { OverlapChunks = 3 }, OverlapModes.Prefetch, chunks: null).OverlapChunks);
    }
}
