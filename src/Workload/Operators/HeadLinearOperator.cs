using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>A matrix product of its own in every head: activations [rows, heads, in] times weights [heads, in, out].</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Tokens.</param>
/// <param name="Heads">Heads, which ranks share.</param>
/// <param name="Input">The inner dimension of one head.</param>
/// <param name="Output">The columns of one head.</param>
/// <param name="Weights">How the weights are stored.</param>
/// <param name="Activations">The format of input and output.</param>
public sealed record HeadLinearOperator(string Name, int Rows, int Heads, int Input, int Output, WeightFormat Weights, NumberFormat Activations)
    : Operator(Name, Sharding.Heads)
{
    /// <summary>Elements of all heads' weights.</summary>
    public long WeightElements => (long)Heads * Input * Output;

    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount(2.0 * Rows * WeightElements);

    /// <inheritdoc/>
    public override Bytes WeightBytes => Weights.SizeOf(WeightElements);

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf((long)Rows * Heads * Input);

    /// <inheritdoc/>
    public override Bytes OutputBytes => Activations.SizeOf((long)Rows * Heads * Output);
}
