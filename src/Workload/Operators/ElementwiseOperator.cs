using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>An operator without weights that goes once over its elements.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Sharding">Replicated, or the part that the neighbouring operators leave on a rank.</param>
/// <param name="Rows">Rows: tokens or sampled sequences.</param>
/// <param name="InputWidth">Elements read per row.</param>
/// <param name="OutputWidth">Elements written per row.</param>
/// <param name="FlopsPerOutput">Operations per element written.</param>
/// <param name="Activations">The format.</param>
public sealed record ElementwiseOperator(
    string Name,
    ElementwiseKind Kind,
    Sharding Sharding,
    int Rows,
    int InputWidth,
    int OutputWidth,
    int FlopsPerOutput,
    NumberFormat Activations) : Operator(Name, Sharding)
{
    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount((double)Rows * OutputWidth * FlopsPerOutput);

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf((long)Rows * InputWidth);

    /// <inheritdoc/>
    public override Bytes OutputBytes => Activations.SizeOf((long)Rows * OutputWidth);
}
