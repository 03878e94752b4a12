using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>A normalisation of rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sharding">Replicated, or by heads where it is inside the attention.</param>
/// <param name="Rows">Rows that are normalised: tokens, or tokens times heads.</param>
/// <param name="Width">Elements of a row.</param>
/// <param name="Kind">Which normalisation.</param>
/// <param name="Activations">The format.</param>
public sealed record NormOperator(string Name, Sharding Sharding, int Rows, int Width, NormKind Kind, NumberFormat Activations) : Operator(Name, Sharding)
{
    /// <summary>Operations an element: square, sum, scale twice; a layer norm also subtracts its mean and adds a bias.</summary>
    public int FlopsPerElement => Kind == NormKind.Rms ? 4 : 7;

    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount((double)Rows * Width * FlopsPerElement);

    /// <inheritdoc/>
    public override Bytes WeightBytes => Activations.SizeOf(Kind == NormKind.Rms ? Width : 2L * Width);

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf((long)Rows * Width);

    /// <inheritdoc/>
    public override Bytes OutputBytes => InputBytes;
}
