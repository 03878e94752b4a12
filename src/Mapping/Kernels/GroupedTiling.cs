using System.Numerics;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts the products of routed experts, or of heads with weights of their own, into tiles that share the cores' waves.</summary>
/// <remarks>
/// Every activated expert is cut by itself, so that its last tile is padded; tiles of all experts then fill waves together. Weights of an
/// activated expert come from memory once; rows are gathered through the shared buffer, and from memory where it cannot hold them. All
/// waves are alike in the mean; the last one is shorter.
/// </remarks>
public sealed class GroupedTiling
{
    private const int StepBytes = 128;

    private readonly DeviceRates _device;
    private readonly int[] _tileRows;
    private readonly CutSearch _search = new();
    private readonly OperandPlacement _weights;
    private readonly RememberedKernels<GroupedShape, ExpertLoad> _chosen = new();

    /// <param name="device">The device to cut for.</param>
    /// <param name="placement">Where weights lie in its memory.</param>
    public GroupedTiling(DeviceRates device, DataPlacement placement = DataPlacement.Striped)
    {
        _device = device;
        _tileRows = TileCatalogue.RowsFor(device.Compute.Matrix);
        _weights = new OperandPlacement(placement, device.Compute);
    }

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel of the cut predicted to be fastest; remembered per shape.</summary>
    /// <exception cref="NotSupportedException">The device does not compute the format.</exception>
    public Kernel KernelFor(in GroupedShape shape)
    {
        ref Kernel? kernel = ref _chosen.Find(shape with { Load = ExpertLoad.None }, shape.Load);
        return kernel ??= Fastest(shape);
    }

    /// <summary>The kernel of a given cut.</summary>
    public Kernel Build(in GroupedShape shape, int tileRows, int tileColumns)
    {
        Span<StageRun> runs = stackalloc StageRun[2];
        return new Kernel(shape.Name, [.. runs[..Cut(shape, tileRows, tileColumns, runs)]])
        {
            LoadsOnlyWeights = !shape.IsRouted && StaysOnChip(shape.InputBytes),
            Launch = LaunchOf(shape),
            MatrixWork = shape.Work,
            Tiling = $"{TileCatalogue.NameOf(new MatrixTile(tileRows, tileColumns, Split: 1), Compute.Matrix, StepElements(shape), shape.Activations)} for {shape.Load.Activated}",
        };
    }

    private Kernel Fastest(GroupedShape shape)
    {
        int fixedRows = SpecOf(shape)?.TileRows ?? 0;
        bool isBounded = _weights.Kind == DataPlacement.Striped;
        double loadPs = (WeightsOf(shape) + GatheredOf(shape)).Count / _device.MemoryRate.BytesPerSecond * 1e12;
        double storePs = StoredOf(shape).Count / _device.MemoryRate.BytesPerSecond * 1e12;
        double sustained = SustainedOf(shape);
        Duration launch = LaunchOf(shape) ?? Compute.Launch.Kernel;
        _search.Clear();
        foreach (int m in _tileRows)
        {
            if (m > _tileRows[0] && m / 2 >= shape.Load.Rows[0] && fixedRows == 0) break;
            if (fixedRows > 0 && m != fixedRows) continue;
            long rowTiles = RowTilesOf(shape, m);
            foreach (int n in TileCatalogue.Columns)
            {
                TileStage stage = StageOf(shape, m, n, sustained);
                double movedPs = (stage.Input + stage.Weights).Count / Compute.Shared.Rate.BytesPerSecond * 1e12;
                var bounds = new TileBounds(rowTiles * Pieces(shape.N, n), loadPs, storePs, movedPs, stage.Compute.Picoseconds, stage.Buffers);
                _search.Add(new MatrixTile(m, n, Split: 1), isBounded ? launch.Picoseconds + bounds.LeastOf(_device, split: 1, Pieces(shape.K, StepElements(shape))) : 0);
            }
        }
        MatrixTile fastest = _search.Fastest(tile => Predict(shape, tile.M, tile.N, launch));
        return Build(shape, fastest.M, fastest.N);
    }

    private Duration Predict(in GroupedShape shape, int tileRows, int tileColumns, Duration launch)
    {
        Span<StageRun> runs = stackalloc StageRun[2];
        return _device.Predict(runs[..Cut(shape, tileRows, tileColumns, runs)], launch);
    }

    /// <summary>Writes down the full waves of a cut and the one that is left over, if there are such; says how many runs that are.</summary>
    private int Cut(in GroupedShape shape, int tileRows, int tileColumns, Span<StageRun> runs)
    {
        long tiles = RowTilesOf(shape, tileRows) * Pieces(shape.N, tileColumns);
        int fullWaves = (int)(tiles / Compute.Cores), tail = (int)(tiles % Compute.Cores), count = 0;
        if (fullWaves > 0) runs[count++] = RunOf(shape, tileRows, tileColumns, tiles, fullWaves, Compute.Cores);
        if (tail > 0) runs[count++] = RunOf(shape, tileRows, tileColumns, tiles, 1, tail);
        return count;
    }

    private static long RowTilesOf(in GroupedShape shape, int tileRows)
    {
        long rowTiles = 0;
        for (int i = 0; i < shape.Load.Rows.Count; i++) rowTiles += Pieces(shape.Load.Rows[i], tileRows);
        return rowTiles;
    }

    private TileStage StageOf(in GroupedShape shape, int tileRows, int tileColumns, double sustained)
    {
        int depth = StepElements(shape);
        Bytes input = shape.Activations.SizeOf((long)tileRows * depth), weights = shape.Weights.SizeOf((long)tileColumns * depth);
        Duration product = Compute.Matrix.TimeFor(tileRows, tileColumns, depth, shape.Activations, sustained, Compute.Clock);
        int buffers = (int)Math.Clamp(Compute.CoreBuffer.Count / (input + weights).Count, 1, 16);
        return new TileStage(tileRows, tileColumns, input, weights, Duration.Max(product, Compute.Matrix.StepFloor), buffers);
    }

    private StageRun RunOf(in GroupedShape shape, int tileRows, int tileColumns, long tiles, int waves, int active)
    {
        TileStage stage = StageOf(shape, tileRows, tileColumns, SustainedOf(shape));
        int steps = (int)Pieces(shape.K, StepElements(shape));
        Bytes weights = WeightsOf(shape), reads = weights + GatheredOf(shape);
        var run = new StageRun
        {
            Waves = waves,
            StagesPerWave = steps,
            Load = Share(reads, active, tiles * steps),
            FromShared = (stage.Input + stage.Weights) * active,
            Store = Share(StoredOf(shape), active, tiles),
            Compute = stage.Compute,
            Start = Compute.Launch.Wave,
            Buffers = stage.Buffers,
        };
        return _weights.ApplyToColumns(run, (double)weights.Count / Math.Max(1, reads.Count), Pieces(shape.N, tileColumns), active, Compute.Cores);
    }

    private static int StepElements(in GroupedShape shape) => StepBytes * 8 / shape.Activations.Bits;

    private static Bytes WeightsOf(in GroupedShape shape) => shape.WeightBytes * shape.Load.Activated;

    /// <summary>Rows that come from memory.</summary>
    private Bytes GatheredOf(in GroupedShape shape) => StaysOnChip(shape.InputBytes) ? Bytes.Zero : shape.InputBytes;

    /// <summary>Rows that go there.</summary>
    private Bytes StoredOf(in GroupedShape shape) => StaysOnChip(shape.OutputBytes) ? Bytes.Zero : shape.OutputBytes;

    private double SustainedOf(in GroupedShape shape) => SpecOf(shape)?.Sustained ?? Compute.Matrix.RateOf(shape.Activations).Sustained;

    private ExpertKernelSpec? SpecOf(in GroupedShape shape) => shape.IsRouted ? Compute.ExpertKernel(shape.Weights, shape.IsBlockScaled) : null;

    private Duration? LaunchOf(in GroupedShape shape) => SpecOf(shape) is { } spec
        ? spec.Launch + Duration.FromPicoseconds((long)(Compute.ExpertSort.Picoseconds * BitOperations.Log2((ulong)shape.Load.TotalRows + 1)))
        : null;

    private bool StaysOnChip(Bytes size) => size <= Compute.Shared.Capacity / 2;

    private static long Pieces(long whole, long piece) => (whole + piece - 1) / piece;

    /// <summary>What a number of parts out of all has of a total, rounded up so that nothing is left out.</summary>
    private static Bytes Share(Bytes total, long parts, long all) =>
        Bytes.FromCount((long)(((UInt128)(ulong)total.Count * (ulong)parts + (ulong)all - 1) / (ulong)all));
}
