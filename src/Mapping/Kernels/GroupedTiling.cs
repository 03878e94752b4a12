using System.Numerics;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

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
    private static readonly int[] TileRows = [16, 32, 64, 128, 256];
    private static readonly int[] TileColumns = [32, 64, 128, 256];

    private readonly DeviceRates _device;
    private readonly OperandPlacement _weights;

    /// <param name="device">The device to cut for.</param>
    /// <param name="placement">Where weights lie in its memory.</param>
    public GroupedTiling(DeviceRates device, DataPlacement placement = DataPlacement.Striped)
    {
        _device = device;
        _weights = new OperandPlacement(placement, device.Compute);
    }

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel of the cut predicted to be fastest.</summary>
    /// <exception cref="NotSupportedException">The device does not compute the format.</exception>
    public Kernel KernelFor(in GroupedShape shape)
    {
        int fixedRows = SpecOf(shape)?.TileRows ?? 0;
        Kernel? best = null;
        Duration bestTime = Duration.MaxValue;
        foreach (int m in TileRows)
        {
            if (m > TileRows[0] && m / 2 >= shape.Load.Rows[0] && fixedRows == 0) break;
            if (fixedRows > 0 && m != fixedRows) continue;
            foreach (int n in TileColumns)
            {
                Kernel kernel = Build(shape, m, n);
                Duration time = _device.Predict(kernel);
                if (time >= bestTime) continue;
                best = kernel;
                bestTime = time;
            }
        }
        return best!;
    }

    /// <summary>The kernel of a given cut.</summary>
    public Kernel Build(in GroupedShape shape, int tileRows, int tileColumns)
    {
        long rowTiles = 0;
        foreach (int rows in shape.Load.Rows) rowTiles += Pieces(rows, tileRows);
        long tiles = rowTiles * Pieces(shape.N, tileColumns);
        int fullWaves = (int)(tiles / Compute.Cores), tail = (int)(tiles % Compute.Cores);
        var runs = new List<StageRun>(2);
        if (fullWaves > 0) runs.Add(RunOf(shape, tileRows, tileColumns, tiles, fullWaves, Compute.Cores));
        if (tail > 0) runs.Add(RunOf(shape, tileRows, tileColumns, tiles, 1, tail));
        return new Kernel(shape.Name, runs) { LoadsOnlyWeights = !shape.IsRouted && StaysOnChip(shape.InputBytes), Launch = LaunchOf(shape), MatrixWork = shape.Work, Tiling = $"{tileRows}x{tileColumns} for {shape.Load.Activated}" };
    }

    private StageRun RunOf(in GroupedShape shape, int tileRows, int tileColumns, long tiles, int waves, int active)
    {
        int stepElements = StepBytes * 8 / shape.Activations.Bits;
        int steps = (int)Pieces(shape.K, stepElements);
        Bytes stage = shape.Activations.SizeOf((long)tileRows * stepElements) + shape.Weights.SizeOf((long)tileColumns * stepElements);
        double sustained = SpecOf(shape)?.Sustained ?? Compute.Matrix.RateOf(shape.Activations).Sustained;
        Duration product = Compute.Matrix.TimeFor(tileRows, tileColumns, stepElements, shape.Activations, sustained, Compute.Clock);
        Bytes weights = shape.WeightBytes * shape.Load.Activated, reads = weights;
        if (!StaysOnChip(shape.InputBytes)) reads += shape.InputBytes;
        var run = new StageRun
        {
            Waves = waves,
            StagesPerWave = steps,
            Load = Share(reads, active, tiles * steps),
            FromShared = stage * active,
            Store = StaysOnChip(shape.OutputBytes) ? Bytes.Zero : Share(shape.OutputBytes, active, tiles),
            Compute = Duration.Max(product, Compute.Matrix.StepFloor),
            Start = Compute.Launch.Wave,
            Buffers = (int)Math.Clamp(Compute.CoreBuffer.Count / stage.Count, 1, 16),
        };
        return _weights.ApplyToColumns(run, (double)weights.Count / Math.Max(1, reads.Count), Pieces(shape.N, tileColumns), active, Compute.Cores);
    }

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
