using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>A matrix product: activations [rows, in] times a weight [in, out].</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sharding">Column, row, vocabulary or replicated.</param>
/// <param name="Rows">Rows of the activations: tokens, or sampled sequences at the LM head.</param>
/// <param name="Input">The inner dimension.</param>
/// <param name="Output">The columns of the weight; several parts where matrices are fused into one.</param>
/// <param name="Weights">How the weight is stored.</param>
/// <param name="Activations">The format of input and output.</param>
public sealed record LinearOperator(
    string Name,
    Sharding Sharding,
    int Rows,
    ShardAxis Input,
    FusedColumns Output,
    WeightFormat Weights,
    NumberFormat Activations) : Operator(Name, Sharding)
{
    /// <summary>Biases added to the columns.</summary>
    public bool Bias { get; init; }

    /// <summary>Whether its outputs say which experts a token goes to.</summary>
    public bool Routes { get; init; }

    /// <summary>Whether its row-parallel sums may wait for those of the routed experts, which are added to them.</summary>
    public bool SumsLater { get; init; }

    /// <summary>Elements of the weight.</summary>
    public long WeightElements => (long)Input.Size * Output.Size;

    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount(2.0 * Rows * WeightElements);

    /// <inheritdoc/>
    public override Bytes WeightBytes => Weights.SizeOf(WeightElements) + (Bias ? Activations.SizeOf(Output.Size) : Bytes.Zero);

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf((long)Rows * Input.Size);

    /// <inheritdoc/>
    public override Bytes OutputBytes => Activations.SizeOf((long)Rows * Output.Size);

    /// <summary>The inner dimension on the fullest of the given tensor-parallel ranks.</summary>
    public int InputPerRank(int ranks) => Sharding == Sharding.Row ? Input.SizePerRank(ranks) : Input.Size;

    /// <summary>The columns on the fullest of the given tensor-parallel ranks.</summary>
    public int OutputPerRank(int ranks) => Sharding is Sharding.Column or Sharding.Vocabulary ? Output.SizePerRank(ranks) : Output.Size;
}
