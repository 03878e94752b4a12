namespace DeepStack.Sim.Workload.Operators;

/// <summary>A dimension that ranks can share: a number of pieces that are never cut.</summary>
/// <param name="Pieces">Pieces that can be dealt out, such as heads.</param>
/// <param name="PieceSize">Elements of a piece, such as a head's dimension.</param>
public readonly record struct ShardAxis(int Pieces, int PieceSize)
{
    /// <summary>Elements of the whole dimension.</summary>
    public int Size => Pieces * PieceSize;

    /// <summary>A dimension of pieces of one element.</summary>
    public static ShardAxis Of(int size) => new(size, 1);

    /// <summary>Elements of the largest share; with more ranks than pieces, each rank has a copy of one piece.</summary>
    /// <param name="ranks">Ranks that share the dimension.</param>
    public int SizePerRank(int ranks) => PiecesPerRank(ranks) * PieceSize;

    /// <summary>Pieces of the largest share.</summary>
    /// <param name="ranks">Ranks that share the dimension.</param>
    public int PiecesPerRank(int ranks) => (Pieces + ranks - 1) / ranks;

    /// <summary>Whether all shares are equal: the ranks divide the pieces, or the pieces divide the ranks.</summary>
    /// <param name="ranks">Ranks that share the dimension.</param>
    public bool DividesEvenly(int ranks) => Pieces % ranks == 0 || ranks % Pieces == 0;
}
