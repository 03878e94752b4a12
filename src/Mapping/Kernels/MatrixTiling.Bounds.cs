using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Mapping.Kernels;

/// <content>A bound that spares building most cuts: no cut is predicted to be faster than its bytes and its arithmetic allow.</content>
public sealed partial class MatrixTiling
{
    /// <summary>More than floating arithmetic loses, less than a picosecond.</summary>
    private const double Slack = 1e-3;

    private readonly Dictionary<(NumberFormat Weights, NumberFormat Activations), TileStage[]> _stages = [];

    /// <summary>The tiles of the catalogue in two formats, rows by rows.</summary>
    private TileStage[] StagesOf(in MatrixShape shape)
    {
        if (_stages.TryGetValue((shape.Weights, shape.Activations), out TileStage[]? stages)) return stages;
        stages = new TileStage[TileRows.Length * TileColumns.Length];
        for (int i = 0; i < stages.Length; i++) stages[i] = StageOf(shape, TileRows[i / TileColumns.Length], TileColumns[i % TileColumns.Length]);
        return _stages[(shape.Weights, shape.Activations)] = stages;
    }

    private TileStage StageOf(in MatrixShape shape, int rows, int columns)
    {
        int depth = StepElements(shape);
        Bytes input = shape.Activations.SizeOf((long)rows * depth), weights = shape.Weights.SizeOf((long)columns * depth);
        Duration product = Compute.Matrix.TimeFor(rows, columns, depth, shape.Activations, Compute.Clock);
        int buffers = (int)Math.Clamp(Compute.CoreBuffer.Count / (input + weights).Count, 1, Compute.Matrix.Stages);
        return new TileStage(rows, columns, input, weights, Duration.Max(product, Compute.Matrix.StepFloor), buffers);
    }

    /// <summary>What all cuts into tiles of a size have in common.</summary>
    private TileBounds BoundsOf(in MatrixShape shape, in TileStage stage)
    {
        (Bytes weights, Bytes input) = MemoryReadsOf(shape, stage.Rows, stage.Columns);
        return new TileBounds(
            (long)Pieces(shape.M, stage.Rows) * Pieces(shape.N, stage.Columns),
            (weights + input + StoredOf(shape)).Count / _device.MemoryRate.BytesPerSecond * 1e12,
            MovedFor(shape, stage).Count / Compute.Shared.Rate.BytesPerSecond * 1e12,
            stage.Compute.Picoseconds,
            stage.Buffers);
    }

    /// <summary>
    /// Picoseconds that <see cref="DeviceRates.Predict"/> says of a cut at least: its formula without the rounding up of bytes and times. Weights that lie
    /// nearer to their readers may take less of the shared buffer, so that nothing is said then.
    /// </summary>
    /// <param name="bounds">What tiles of this size take.</param>
    /// <param name="split">Pieces of k.</param>
    /// <param name="steps">K steps of a piece.</param>
    private double LeastOf(in TileBounds bounds, int split, int steps)
    {
        if (_weights.Kind != DataPlacement.Striped) return 0;
        long tiles = bounds.Tiles * split, waves = Pieces(tiles, Compute.Cores);
        double stages = waves * (double)steps, moved = bounds.MovedPs * tiles / waves;
        double latency = _device.MemoryLatency.Picoseconds + (double)Compute.Shared.Latency.Picoseconds;
        double units = stages * bounds.ProductPs + waves * (double)Compute.Launch.Wave.Picoseconds;
        double waiting = (stages * (latency + moved + bounds.ProductPs) - 2) / bounds.Buffers;
        double longest = Math.Max(Math.Max(bounds.MemoryPs, stages * moved), Math.Max(units, waiting));
        return Math.Ceiling(longest - Slack) + latency + Compute.Launch.Kernel.Picoseconds + (split > 1 ? Compute.Launch.Reduction.Picoseconds : 0);
    }

    private static long Pieces(long whole, int piece) => (whole + piece - 1) / piece;

    /// <summary>Times of tiles of one size; picoseconds.</summary>
    /// <param name="Tiles">Tiles if k is not split.</param>
    /// <param name="MemoryPs">All bytes through the memory.</param>
    /// <param name="MovedPs">What one tile's k step takes of the shared buffer.</param>
    /// <param name="ProductPs">One k step.</param>
    /// <param name="Buffers">Buffers of a core.</param>
    private readonly record struct TileBounds(long Tiles, double MemoryPs, double MovedPs, double ProductPs, int Buffers);
}
