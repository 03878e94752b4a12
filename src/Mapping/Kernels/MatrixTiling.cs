using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts matrix products into tiles and waves, choosing among tile sizes and k splits the cut predicted to be fastest.</summary>
/// <remarks>
/// Vendor libraries behave like the minimum over their tile catalogue; the catalogue here holds tiles of 16 to 256 rows and 32 to 256
/// columns and k splits of 1 to 16. A k step holds 128 bytes of k, the width of one swizzled line of a core's buffer.
/// </remarks>
public sealed partial class MatrixTiling
{
    private const int StepBytes = 128;
    private static readonly int[] Splits = [1, 2, 4, 8, 16];

    private readonly DeviceRates _device;
    private readonly int[] _tileRows;
    private readonly CutSearch _search = new();
    private readonly OperandPlacement _weights;
    private readonly RememberedKernels<MatrixShape, int> _chosen = new();

    /// <param name="device">The device to cut for.</param>
    /// <param name="placement">Where weights lie in its memory.</param>
    public MatrixTiling(DeviceRates device, DataPlacement placement = DataPlacement.Striped)
    {
        _device = device;
        _tileRows = TileCatalogue.RowsFor(device.Compute.Matrix);
        _weights = new OperandPlacement(placement, device.Compute);
    }

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel of the best cut; remembered per shape.</summary>
    /// <exception cref="NotSupportedException">The device does not compute the format.</exception>
    public Kernel KernelFor(in MatrixShape shape)
    {
        ref Kernel? kernel = ref _chosen.Find(shape with { M = 0 }, shape.M);
        return kernel ??= Choose(shape);
    }

    /// <summary>The kernel of a given cut.</summary>
    public Kernel Build(in MatrixShape shape, MatrixTile tile)
    {
        Span<StageRun> runs = stackalloc StageRun[2];
        return new Kernel(shape.Name, [.. runs[..Cut(shape, tile, runs)]])
        {
            Reduces = tile.Split > 1,
            MatrixWork = shape.Work,
            LoadsOnlyWeights = StaysOnChip(shape.InputBytes) && !shape.InputIsCold,
            Tiling = TileCatalogue.NameOf(tile, Compute.Matrix, StepElements(shape), shape.Activations),
        };
    }

    private Kernel Choose(in MatrixShape shape)
    {
        foreach (TileRule rule in Compute.Matrix.TileRules)
        {
            if (rule.Format == shape.Activations && shape.M <= rule.UpToRows) return Build(shape, new MatrixTile(rule.TileRows, rule.TileColumns, Split: 1));
        }
        return Fastest(shape);
    }

    private Kernel Fastest(MatrixShape shape)
    {
        Span<int> steps = stackalloc int[Splits.Length];
        int depth = StepElements(shape), splits = 0;
        for (; splits < Splits.Length && (splits == 0 || shape.K / Splits[splits] >= depth); splits++) steps[splits] = Pieces(Pieces(shape.K, Splits[splits]), depth);
        _search.Clear();
        foreach (TileStage stage in StagesOf(shape))
        {
            if (stage.Rows > _tileRows[0] && stage.Rows / 2 >= shape.M) break;
            TileBounds bounds = BoundsOf(shape, stage);
            for (int i = 0; i < splits; i++) _search.Add(new MatrixTile(stage.Rows, stage.Columns, Splits[i]), LeastOf(bounds, Splits[i], steps[i]));
        }
        return Build(shape, _search.Fastest(tile => Predict(shape, tile)));
    }

    private Duration Predict(in MatrixShape shape, MatrixTile tile)
    {
        Span<StageRun> runs = stackalloc StageRun[2];
        return _device.Predict(runs[..Cut(shape, tile, runs)], OutsideOf(tile.Split));
    }

    /// <summary>Launch and reduction of a product.</summary>
    private Duration OutsideOf(int split) => Compute.Launch.Kernel + (split > 1 ? Compute.Launch.Reduction : Duration.Zero);

    /// <summary>Writes down the full waves of a cut and the one that is left over, if there are such; says how many runs that are.</summary>
    private int Cut(in MatrixShape shape, MatrixTile tile, Span<StageRun> runs)
    {
        long tiles = (long)Pieces(shape.M, tile.M) * Pieces(shape.N, tile.N) * tile.Split;
        int fullWaves = (int)(tiles / Compute.Cores), tail = (int)(tiles % Compute.Cores), count = 0;
        if (fullWaves > 0) runs[count++] = RunOf(shape, tile, tiles, fullWaves, Compute.Cores);
        if (tail > 0) runs[count++] = RunOf(shape, tile, tiles, 1, tail);
        return count;
    }

    private StageRun RunOf(in MatrixShape shape, MatrixTile tile, long tiles, int waves, int active)
    {
        TileStage stage = StageOf(shape, tile.M, tile.N);
        int steps = Pieces(Pieces(shape.K, tile.Split), StepElements(shape));
        (Bytes weights, Bytes input) = MemoryReadsOf(shape, tile.M, tile.N);
        var run = new StageRun
        {
            Waves = waves,
            StagesPerWave = steps,
            Load = Share(weights + input, active, tiles * steps),
            FromShared = MovedFor(shape, stage) * active,
            Store = Share(StoredOf(shape), active, tiles),
            Compute = stage.Compute,
            Start = Compute.Launch.Wave,
            Buffers = stage.Buffers,
        };
        return _weights.ApplyToColumns(run, (double)weights.Count / Math.Max(1, (weights + input).Count), Pieces(shape.N, tile.N), active, Compute.Cores);
    }

    /// <summary>What a core's stage takes out of the shared buffer: of the two operands, neighbouring cores share the reads of the one that saves more.</summary>
    private Bytes MovedFor(in MatrixShape shape, in TileStage stage)
    {
        Bytes inputShared = stage.Columns < shape.N ? stage.Input / Compute.Shared.Multicast : stage.Input;
        Bytes weightsShared = stage.Rows < shape.M ? stage.Weights / Compute.Shared.Multicast : stage.Weights;
        return Bytes.FromCount(Math.Min((inputShared + stage.Weights).Count, (stage.Input + weightsShared).Count));
    }

    /// <summary>
    /// Weights come from memory once as long as the activations stay in the shared buffer; otherwise both are read again for every
    /// block of tiles that the cores work on together.
    /// </summary>
    private (Bytes Weights, Bytes Input) MemoryReadsOf(in MatrixShape shape, int tileRows, int tileColumns)
    {
        if (StaysOnChip(shape.InputBytes)) return (shape.WeightBytes, shape.InputIsCold ? shape.InputBytes : Bytes.Zero);
        int blockRows = (int)Math.Max(1, Math.Sqrt(Compute.Cores));
        int blockColumns = Math.Max(1, Compute.Cores / blockRows);
        int rowBlocks = Pieces(Pieces(shape.M, tileRows), blockRows), columnBlocks = Pieces(Pieces(shape.N, tileColumns), blockColumns);
        long weightReads = StaysOnChip(shape.WeightBytes) ? 1 : rowBlocks;
        long inputReads = StaysOnChip(shape.WeightBytes) ? 1 : columnBlocks;
        return (shape.WeightBytes * weightReads, shape.InputBytes * inputReads);
    }

    /// <summary>Bytes of the output that go to memory.</summary>
    private Bytes StoredOf(in MatrixShape shape) => StaysOnChip(shape.OutputBytes) ? Bytes.Zero : shape.OutputBytes;

    private bool StaysOnChip(Bytes size) => size <= Compute.Shared.Capacity / 2;

    private static int StepElements(in MatrixShape shape) => StepBytes * 8 / shape.Activations.Bits;

    private static int Pieces(int whole, int piece) => (whole + piece - 1) / piece;

    /// <summary>What a number of parts out of all has of a total, rounded up so that nothing is left out.</summary>
    private static Bytes Share(Bytes total, long parts, long all) =>
        Bytes.FromCount((long)(((UInt128)(ulong)total.Count * (ulong)parts + (ulong)all - 1) / (ulong)all));
}
