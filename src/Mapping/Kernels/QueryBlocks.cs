namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>The blocks of positions that single query tokens see; neighbours that see as many blocks stand once.</summary>
/// <param name="block">Positions of a block; at least 1.</param>
internal sealed class QueryBlocks(int block)
{
    private readonly List<(long Blocks, int Queries)> _runs = [];

    /// <summary>Query tokens.</summary>
    public int Count { get; private set; }

    /// <summary>Positions that all of them see.</summary>
    public long Positions { get; private set; }

    /// <summary>Blocks that all of them see.</summary>
    public long Blocks { get; private set; }

    /// <summary>Blocks of the one that sees most.</summary>
    public long Longest { get; private set; }

    /// <summary>Adds a query token.</summary>
    /// <param name="positions">Positions that it sees; at least 1.</param>
    public void Add(int positions)
    {
        long own = ((long)positions + block - 1) / block;
        Count++;
        Positions += positions;
        Blocks += own;
        Longest = Math.Max(Longest, own);
        if (_runs.Count > 0 && _runs[^1].Blocks == own) _runs[^1] = (own, _runs[^1].Queries + 1);
        else _runs.Add((own, 1));
    }

    /// <summary>Pieces of at most so many blocks that they are cut into.</summary>
    public long CutInto(long piece)
    {
        long pieces = 0;
        foreach ((long own, int queries) in _runs) pieces += (own + piece - 1) / piece * queries;
        return pieces;
    }
}
