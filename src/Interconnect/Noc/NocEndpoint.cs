namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Who sends or receives on a network on chip: a tile, or a memory port above it.</summary>
public readonly record struct NocEndpoint
{
    private NocEndpoint(int tile, int port)
    {
        Tile = tile;
        Port = port;
    }

    /// <summary>The tile, or the one the memory port lies above.</summary>
    public int Tile { get; }

    /// <summary>0 for the tile itself, 1 for its first memory port.</summary>
    internal int Port { get; }

    /// <summary>A tile itself.</summary>
    public static NocEndpoint OfTile(int tile) => new(tile, 0);

    /// <summary>A memory port above a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="port">Which of its ports, counted from 0.</param>
    public static NocEndpoint OfMemory(int tile, int port = 0) => new(tile, 1 + port);

    /// <summary>"tile 3" or "memory 3.0".</summary>
    public override string ToString() => Port == 0 ? $"tile {Tile}" : $"memory {Tile}.{Port - 1}";
}
