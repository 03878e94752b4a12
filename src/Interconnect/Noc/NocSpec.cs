using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>A network on chip of a device: tiles on a grid of routers, memory ports above them, and how bytes become packets.</summary>
public sealed record NocSpec
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The grid; its endpoints are, tile by tile, the tile and the memory ports above it.</summary>
    public required NocGrid Grid { get; init; }

    /// <summary>The make of the routers.</summary>
    public required RouterSpec Router { get; init; }

    /// <summary>The clock of routers and links.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Bytes of one flit.</summary>
    public required Bytes Flit { get; init; }

    /// <summary>The most flits with data in one packet.</summary>
    public required int PayloadFlits { get; init; }

    /// <summary>Flits added to every packet for its header.</summary>
    public required int HeaderFlits { get; init; }

    /// <summary>A tile's own way to the memory above it, each way and for each port, which bypasses the router; null if there is none.</summary>
    public NocLink? NearLink { get; init; }

    /// <summary>Memory ports above each tile.</summary>
    public required int MemoryPortsPerTile { get; init; }

    /// <summary>Tiles in all.</summary>
    public int TileCount => Grid.EndpointCount / (1 + MemoryPortsPerTile);

    /// <summary>The packets a message takes; also an empty one takes one.</summary>
    public long PacketsOf(Bytes message) => Math.Max(1, message.DividedIntoPiecesOf(Flit * PayloadFlits));

    /// <summary>The flits a message takes, headers included; at least one.</summary>
    public long FlitsOf(Bytes message) => Math.Max(1, message.DividedIntoPiecesOf(Flit) + PacketsOf(message) * HeaderFlits);

    /// <summary>The grid's number of an endpoint.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tile or memory port.</exception>
    public int IndexOf(NocEndpoint endpoint)
    {
        if ((uint)endpoint.Tile >= (uint)TileCount || (uint)endpoint.Port > (uint)MemoryPortsPerTile)
            throw new ArgumentOutOfRangeException(nameof(endpoint), endpoint, $"{Name} has tiles 0 to {TileCount - 1} with {MemoryPortsPerTile} memory ports each.");
        return endpoint.Tile * (1 + MemoryPortsPerTile) + endpoint.Port;
    }

    /// <summary>Why a lone message would leave links idle, which bulk detail does not model; null if it would not.</summary>
    internal string? ObstacleToBulk()
    {
        int channels = Router.VirtualChannels / (Grid.HasClosedDimension ? 2 : 1);
        if (channels < 2) return "packets of a message need at least 2 virtual channels to follow each other closely (4 on a torus or ring)";
        foreach (NocLink link in Grid.LinkKinds)
        {
            Cycles loop = Router.HopTime(link) + Router.CreditTime(link);
            long flits = (loop.Count + link.CyclesPerFlit - 1) / link.CyclesPerFlit;
            if (Router.BufferDepth < flits) return $"buffers of {Router.BufferDepth} flits do not cover the credit loop of link \"{link.Name}\", which takes {flits}";
        }
        return null;
    }

    /// <summary>Reads a shipped preset of kind "noc" by name, or a .yaml file.</summary>
    /// <exception cref="Presets.PresetException">There is no such preset, or it is wrong; every fault is named with its line.</exception>
    public static NocSpec FromPreset(string name) => NocPreset.Read(name);
}
