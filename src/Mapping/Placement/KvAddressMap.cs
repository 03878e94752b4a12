using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Stacks;

namespace DeepStack.Sim.Mapping.Placement;

/// <summary>The way from a paged KV block to DRAM addresses: which channels of a device hold a block of one layer and head, and where.</summary>
/// <remarks>
/// A block's pieces are numbered block by block, (block * layers + layer) * heads + head. Striped, they follow one another over all channels. Near, they are dealt
/// out to the cores in turn and lie above theirs; replicated, they follow one another over the channels of each region.
/// </remarks>
public sealed class KvAddressMap
{
    private readonly DataPlacement _placement;
    private readonly TileMesh? _mesh;
    private readonly int _channels;
    private readonly int _cores;
    private readonly long _interleave;
    private readonly long _piece;

    /// <param name="placement">How blocks are placed.</param>
    /// <param name="dram">The device's DRAM.</param>
    /// <param name="device">Its logic; has a mesh unless blocks are striped.</param>
    /// <param name="piece">Bytes of a block of one layer and head.</param>
    public KvAddressMap(DataPlacement placement, DramStackSpec dram, ComputeSpec device, Bytes piece)
    {
        _placement = placement;
        _mesh = device.Shared.Mesh;
        _channels = dram.Channels;
        _cores = device.Cores;
        _interleave = dram.Interleave.Count;
        _piece = piece.Count;
    }

    /// <summary>The cores above which pieces lie, over the cores that the busiest of them would keep busy: what of the channels reads of so many pieces use, where they are near; in (0, 1].</summary>
    /// <param name="pieces">Pieces that are read together; at least 1.</param>
    /// <param name="cores">Cores.</param>
    public static double HoldersOf(long pieces, int cores) => (double)pieces / ((pieces + cores - 1) / cores * cores);

    /// <summary>Where a piece lies, in order; every copy is whole.</summary>
    /// <param name="piece">Its number, from 0.</param>
    public IEnumerable<DramSpan> SpansOf(long piece) => _placement switch
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
