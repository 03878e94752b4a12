namespace DeepStack.Sim.Workload.Operators;

/// <summary>The columns of a weight made of up to two parts that split differently: queries by head, keys and values by shared head.</summary>
/// <param name="First">The first part.</param>
/// <param name="Second">The second part; its size is 0 where there is one part only.</param>
public readonly record struct FusedColumns(ShardAxis First, ShardAxis Second = default)
{
    /// <summary>All columns.</summary>
    public int Size => First.Size + Second.Size;

    /// <summary>Columns of one part.</summary>
    public static FusedColumns Of(int size) => new(ShardAxis.Of(size));

    /// <summary>Columns of the largest share.</summary>
    /// <param name="ranks">Ranks that share the columns.</param>
    public int SizePerRank(int ranks) => First.SizePerRank(ranks) + (Second.Pieces == 0 ? 0 : Second.SizePerRank(ranks));
}
