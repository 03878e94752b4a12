using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>The lookup of each new token's row in a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sharding">By vocabulary, or replicated for positions.</param>
/// <param name="Rows">New tokens.</param>
/// <param name="Width">Elements of a row.</param>
/// <param name="Entries">Rows of the table.</param>
/// <param name="Format">The format of table and output.</param>
public sealed record EmbeddingOperator(string Name, Sharding Sharding, int Rows, int Width, int Entries, NumberFormat Format) : Operator(Name, Sharding)
{
    /// <inheritdoc/>
    public override Flops Flops => Flops.Zero;

    /// <summary>The rows looked up; the table itself is not read whole.</summary>
    public override Bytes WeightBytes => Format.SizeOf((long)Rows * Width);

    /// <summary>Token ids, four bytes each.</summary>
    public override Bytes InputBytes => Bytes.FromCount(4L * Rows);

    /// <inheritdoc/>
    public override Bytes OutputBytes => WeightBytes;
}
