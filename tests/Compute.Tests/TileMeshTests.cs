namespace DeepStack.Sim.Compute.Tests;

public sealed class TileMeshTests
{
    [Theory]
    [InlineData(12, 11)]
    [InlineData(16, 16)]
    [InlineData(5, 1)]
    public void MeanHopsAreThoseOfAllPairsOfTiles(int columns, int rows)
    {
        long hops = 0;
        for (int from = 0; from < columns * rows; from++)
        {
            for (int to = 0; to < columns * rows; to++) hops += Math.Abs(from % columns - to % columns) + Math.Abs(from / columns - to / columns);
        }

        Assert.Equal((double)hops / (columns * rows) / (columns * rows), new TileMesh(columns, rows, 1).MeanHops, 1e-9);
    }

    [Fact]
    public void WaysWithinARegionOrANeighbourhoodAreShorterThanThoseOfTheWholeMesh()
    {
        var mesh = new TileMesh(12, 11, 2);

        Assert.Equal(0, mesh.MeanHopsAmong(1));
        Assert.True(mesh.MeanHopsInRegion < mesh.MeanHops);
        double before = 0;
        for (int tiles = 2; tiles <= mesh.Tiles; tiles++)
        {
            double hops = mesh.MeanHopsAmong(tiles);
            Assert.InRange(hops, before, mesh.MeanHops + 1e-9);
            before = hops;
        }
        Assert.Equal(mesh.MeanHops, mesh.MeanHopsAmong(mesh.Tiles), 1e-9);
    }
}
