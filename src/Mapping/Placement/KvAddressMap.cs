using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>The way from a paged KV block to DRAM addresses: which channels of a device hold a block of one layer and head, and where.</summary>
/// <remarks>
/// Each layer has a region of its own with the pieces of all blocks: piece (layer * blocks + block) * heads + head. Striped, pieces follow one another over all
/// channels. Near, they are dealt out to the cores in turn and lie above theirs; replicated, they follow one another over the channels of each region of the mesh.
/// </remarks>
/// <approximation>A step's blocks are taken to be evenly dealt, as blocks with consecutive numbers are.</approximation>
public sealed class KvAddressMap
{
    private readonly DataPlacement _placement;
    private readonly TileMesh? _mesh;
    private readonly int _channels;
    private readonly int _cores;
    private readonly long _interleave;
    private readonly long _piece;
    private readonly long _blocks;
    private readonly int _heads;

    /// <param name="placement">How blocks are placed.</param>
    /// <param name="dram">The device's DRAM.</param>
    /// <param name="device">Its logic; has a mesh unless blocks are striped.</param>
    /// <param name="piece">Bytes of a block of one layer and head.</param>
    /// <param name="blocks">Blocks of the cache.</param>
    /// <param name="heads">Heads that the device holds of a layer; 1 where all share one latent.</param>
    public KvAddressMap(DataPlacement placement, DramStackSpec dram, ComputeSpec device, Bytes piece, long blocks, int heads)
    {
        _blocks = blocks;
        _heads = heads;
        _placement = placement;
        _mesh = device.Shared.Mesh;
        _channels = dram.Channels;
        _cores = device.Cores;
        _interleave = dram.Interleave.Count;
        _piece = piece.Count;
    }

    /// <summary>The share of the channels that serve reads of near pieces, in (0, 1]: their mean load over that of the busiest.</summary>
    /// <param name="pieces">Pieces that are read together; at least 1.</param>
    /// <param name="cores">Cores.</param>
    public static double HoldersOf(long pieces, int cores) => (double)pieces / ((pieces + cores - 1) / cores * cores);

    /// <summary>Where a block of one layer and head lies, in order; every copy is whole.</summary>
    /// <param name="block">The block's number, from 0.</param>
    /// <param name="layer">The layer among those of the device, from 0.</param>
    /// <param name="head">The head among those of the device, from 0.</param>
    public IEnumerable<DramSpan> SpansOf(long block, int layer, int head) => SpansOf((layer * _blocks + block) * _heads + head);

    private IEnumerable<DramSpan> SpansOf(long piece) => _placement switch
    {
        DataPlacement.Near => Over(ChannelsOfCore((int)(piece % _cores)), piece / _cores * _piece, copy: 0),
        DataPlacement.Replicated => Enumerable.Range(0, _mesh!.Regions).SelectMany(region => Over(ChannelsOfRegion(region), piece * _piece, region)),
        _ => Over([.. Enumerable.Range(0, _channels)], piece * _piece, copy: 0),
    };

    /// <summary>The core under a channel: channels are dealt out evenly, in the order of tiles.</summary>
    public int CoreUnder(int channel) => (int)((long)channel * _cores / _channels);

    /// <summary>Bytes of a stream from a place on, striped over some channels.</summary>
    private IEnumerable<DramSpan> Over(int[] channels, long from, int copy)
    {
        for (long at = from, end = from + _piece; at < end;)
        {
            long stripe = at / _interleave, inStripe = at % _interleave, taken = Math.Min(_interleave - inStripe, end - at);
            yield return new DramSpan(copy, channels[stripe % channels.Length], stripe / channels.Length * _interleave + inStripe, Bytes.FromCount(taken));
            at += taken;
        }
    }

    private int[] ChannelsOfCore(int core)
    {
        int first = (int)(((long)core * _channels + _cores - 1) / _cores), next = (int)(((core + 1L) * _channels + _cores - 1) / _cores);
        return first < next ? [.. Enumerable.Range(first, next - first)] : [(int)((long)core * _channels / _cores)];
    }

    private int[] ChannelsOfRegion(int region) => [.. Enumerable.Range(0, _channels).Where(channel => RegionOf(CoreUnder(channel)) == region)];

    private int RegionOf(int core)
    {
        int column = core % _mesh!.Columns * _mesh.RegionsAcross / _mesh.Columns, row = core / _mesh.Columns * _mesh.RegionsAcross / _mesh.Rows;
        return row * _mesh.RegionsAcross + column;
    }
}
