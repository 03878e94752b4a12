using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Mapping.Kernels;

/// <content>A bound that spares building most cuts: no cut is predicted to be faster than its bytes and its arithmetic allow.</content>
public sealed partial class MatrixTiling
{
    /// <summary>What all cuts into tiles of a size have in common.</summary>
    private TileBounds BoundsOf(in MatrixShape shape, int rows, int columns)
    {
        var tile = new MatrixTile(rows, columns, Split: 1);
        int depth = StepElements(shape);
        Bytes stage = shape.Activations.SizeOf((long)rows * depth) + shape.Weights.SizeOf((long)columns * depth);
        (Bytes weights, Bytes input) = MemoryReadsOf(shape, tile);
        Duration product = Compute.Matrix.TimeFor(rows, columns, depth, shape.Activations, Compute.Clock);
        return new TileBounds(
            (long)Pieces(shape.M, rows) * Pieces(shape.N, columns),
            (weights + input + (StaysOnChip(shape.OutputBytes) ? Bytes.Zero : shape.OutputBytes)).Count / _device.MemoryRate.BytesPerSecond * 1e12,
            MovedFor(shape, tile).Count / Compute.Shared.Rate.BytesPerSecond * 1e12,
            Duration.Max(product, Compute.Matrix.StepFloor).Picoseconds,
            (int)Math.Clamp(Compute.CoreBuffer.Count / stage.Count, 1, Compute.Matrix.Stages));
    }

    /// <summary>
    /// Picoseconds that <see cref="DeviceRates.Predict"/> says of a cut at least: its formula without the rounding up of bytes and times. Weights that lie
    /// nearer to their readers may take less of the shared buffer, so that nothing is said then.
    /// </summary>
    private double LeastOf(in MatrixShape shape, in TileBounds bounds, int split)
    {
        if (_weights.Kind != DataPlacement.Striped) return 0;
        long tiles = bounds.Tiles * split, waves = Pieces(tiles, Compute.Cores);
        double stages = waves * (double)Pieces(Pieces(shape.K, split), StepElements(shape)), moved = bounds.MovedPs * tiles / waves;
        double latency = _device.MemoryLatency.Picoseconds + (double)Compute.Shared.Latency.Picoseconds;
        double units = stages * bounds.ProductPs + waves * (double)Compute.Launch.Wave.Picoseconds;
        double waiting = (stages * (latency + moved + bounds.ProductPs) - 2) / bounds.Buffers;
        double longest = Math.Max(Math.Max(bounds.MemoryPs, stages * moved), Math.Max(units, waiting));
        return Math.Ceiling(longest - Slack) + latency + Compute.Launch.Kernel.Picoseconds + (split > 1 ? Compute.Launch.Reduction.Picoseconds : 0);
    }

    /// <summary>More than floating arithmetic loses, less than a picosecond.</summary>
    private const double Slack = 1e-3;

    private static long Pieces(long whole, int piece) => (whole + piece - 1) / piece;

    /// <summary>Times of tiles of one size; picoseconds.</summary>
    /// <param name="Tiles">Tiles if k is not split.</param>
    /// <param name="MemoryPs">All bytes through the memory.</param>
    /// <param name="MovedPs">What one tile's k step takes of the shared buffer.</param>
    /// <param name="ProductPs">One k step.</param>
    /// <param name="Buffers">Buffers of a core.</param>
    private readonly record struct TileBounds(long Tiles, double MemoryPs, double MovedPs, double ProductPs, int Buffers);
}
