using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Mapping.Kernels;

/// <content>A bound that spares building most cuts: no cut is predicted to be faster than its bytes and its arithmetic allow.</content>
public sealed partial class MatrixTiling
{
    private readonly Dictionary<(NumberFormat Weights, NumberFormat Activations), TileStage[]> _stages = [];

    /// <summary>The tiles of the catalogue in two formats, rows by rows.</summary>
    private TileStage[] StagesOf(in MatrixShape shape)
    {
        if (_stages.TryGetValue((shape.Weights, shape.Activations), out TileStage[]? stages)) return stages;
        int[] columns = TileCatalogue.Columns;
        stages = new TileStage[_tileRows.Length * columns.Length];
        for (int i = 0; i < stages.Length; i++) stages[i] = StageOf(shape, _tileRows[i / columns.Length], columns[i % columns.Length]);
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
            PsOf(weights + input),
            PsOf(StoredOf(shape)),
            MovedFor(shape, stage).Count / Compute.Shared.Rate.BytesPerSecond * 1e12,
            stage.Compute.Picoseconds,
            stage.Buffers);
    }

    private double PsOf(Bytes size) => size.Count / _device.MemoryRate.BytesPerSecond * 1e12;

    /// <summary>Picoseconds that a cut takes at least. Weights that lie nearer to their readers may take less of the shared buffer, so that nothing is said then.</summary>
    /// <param name="bounds">What tiles of this size take.</param>
    /// <param name="split">Pieces of k.</param>
    /// <param name="steps">K steps of a piece.</param>
    private double LeastOf(in TileBounds bounds, int split, int steps) => _weights.Kind != DataPlacement.Striped
        ? 0
        : bounds.LeastOf(_device, split, steps) + OutsideOf(split).Picoseconds;
}
