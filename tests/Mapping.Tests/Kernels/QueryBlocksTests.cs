using DeepStack.Sim.Mapping.Kernels;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class QueryBlocksTests
{
    [Theory]
    [InlineData(new[] { 1, 64, 65, 4000, 4000, 3970, 1 })]
    [InlineData(new[] { 700 })]
    [InlineData(new[] { 128, 128, 128, 129, 128 })]
    public void QueriesThatSeeAsManyBlocksCountAsIfEachStoodAlone(int[] positions)
    {
        var queries = new QueryBlocks(block: 64);
        foreach (int seen in positions) queries.Add(seen);

        long[] blocks = [.. positions.Select(seen => (seen + 63L) / 64)];
        Assert.Equal((positions.Length, positions.Sum(p => (long)p), blocks.Sum(), blocks.Max()), (queries.Count, queries.Positions, queries.Blocks, queries.Longest));
        foreach (long piece in new long[] { 1, 2, 7, 63 }) Assert.Equal(blocks.Sum(own => (own + piece - 1) / piece), queries.CutInto(piece));
    }
}
