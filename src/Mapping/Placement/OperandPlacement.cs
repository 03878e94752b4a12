using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>What it means for the stages of a kernel where in the device's memory one of its operands lies.</summary>
/// <remarks>
/// Loads come through the channels that hold the operand, and cross the NoC, which is the shared buffer's port, from there. That port is rated for data from all
/// over the mesh; data from closer by takes as much less of it as it passes fewer links: bytes on the port = bytes * mean hops / mean hops of the whole mesh.
/// </remarks>
/// <approximation>What still crosses the NoC has the latency of the whole mesh; data from above the core has none.</approximation>
public sealed class OperandPlacement
{
    private readonly TileMesh? _mesh;

    /// <param name="kind">Where it lies.</param>
    /// <param name="device">The logic; has a mesh unless the operand is striped.</param>
    public OperandPlacement(DataPlacement kind, ComputeSpec device)
    {
        Kind = kind;
        _mesh = device.Shared.Mesh;
    }

    /// <summary>Where it lies.</summary>
    public DataPlacement Kind { get; }

    /// <summary>Copies of it.</summary>
    public int Copies => CopiesOf(Kind, _mesh);

    /// <summary>Copies of what is placed so on a device.</summary>
    /// <param name="kind">The placement.</param>
    /// <param name="mesh">The device's mesh, or null.</param>
    public static int CopiesOf(DataPlacement kind, TileMesh? mesh) => kind == DataPlacement.Replicated ? mesh!.Regions : 1;

    /// <summary>Mean hops from channel to first reader over those of striped data, 0 to 1.</summary>
    /// <param name="homes">Cores over whose channels lies what one core reads, where the operand is near; at least 1.</param>
    public double HopShare(double homes) => Kind switch
    {
        DataPlacement.Near => _mesh!.MeanHopsAmong(Math.Min(homes, _mesh.Tiles)) / _mesh.MeanHops,
        DataPlacement.Replicated => _mesh!.MeanHopsInRegion / _mesh.MeanHops,
        _ => 1,
    };

    /// <summary>Stages of tiles of a product whose weights are placed so; near weights are dealt out by columns, as evenly as cores allow.</summary>
    /// <param name="run">The stages as if weights were striped.</param>
    /// <param name="part">The weights' part of their loads, 0 to 1.</param>
    /// <param name="columnTiles">Tiles side by side in all columns; those of the next rows, or of the next expert, follow.</param>
    /// <param name="active">Tiles of a wave.</param>
    /// <param name="cores">Cores of the device.</param>
    public StageRun ApplyToColumns(in StageRun run, double part, long columnTiles, int active, int cores) =>
        Apply(run, part, Bytes.FromCount((long)(run.Load.Count * part)), Math.Min(1, (double)run.Waves * active / columnTiles), Math.Max(1, (double)cores / columnTiles));

    /// <summary>Stages whose operand is placed so.</summary>
    /// <param name="run">The stages as if it were striped.</param>
    /// <param name="part">The operand's part of their loads, 0 to 1.</param>
    /// <param name="moved">What a stage takes of the operand out of the shared buffer for the first time.</param>
    /// <param name="holders">Of all cores, the share above which lies what these stages read of it, where it is near; in (0, 1].</param>
    /// <param name="homes">Cores over whose channels lies what one core reads of it, where it is near; at least 1.</param>
    public StageRun Apply(in StageRun run, double part, Bytes moved, double holders, double homes)
    {
        if (Kind == DataPlacement.Striped || part <= 0) return run;
        double saved = moved.Count * (1 - HopShare(homes));
        return run with
        {
            FromShared = Bytes.FromCount(Math.Max(0, run.FromShared.Count - (long)saved)),
            ChannelShare = Kind == DataPlacement.Near && holders < 1 ? 1 / (part / holders + 1 - part) : 1,
        };
    }
}
