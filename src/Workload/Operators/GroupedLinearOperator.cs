using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>The matrix products of routed experts: each expert's weight times the rows routed to it.</summary>
/// <remarks>
/// How many rows each expert gets is not known here; it is drawn, recorded or balanced by whoever lowers the operator.
/// <see cref="WeightBytes"/> counts the experts that balanced routing touches: as many as there are routed rows, at most all.
/// </remarks>
/// <param name="Name">Its name.</param>
/// <param name="Tokens">Tokens that are routed.</param>
/// <param name="ExpertsPerToken">Experts a token goes through.</param>
/// <param name="Experts">Experts there are.</param>
/// <param name="Inner">How the experts' inner width splits where tensor parallelism cuts experts; row-wise for the product back to the residual width.</param>
/// <param name="Input">The inner dimension of an expert's product.</param>
/// <param name="Output">The columns of an expert's weight.</param>
/// <param name="Weights">How the weights are stored.</param>
/// <param name="Activations">The format of input and output.</param>
public sealed record GroupedLinearOperator(
    string Name,
    int Tokens,
    int ExpertsPerToken,
    int Experts,
    Sharding Inner,
    ShardAxis Input,
    ShardAxis Output,
    WeightFormat Weights,
    NumberFormat Activations) : Operator(Name, Sharding.Experts)
{
    /// <summary>Rows of all experts together.</summary>
    public long RoutedRows => (long)Tokens * ExpertsPerToken;

    /// <summary>Weights of one expert.</summary>
    public long ElementsPerExpert => (long)Input.Size * Output.Size;

    /// <summary>The size of one expert's weights.</summary>
    public Bytes BytesPerExpert => Weights.SizeOf(ElementsPerExpert);

    /// <inheritdoc/>
    public override Flops Flops => Flops.FromCount(2.0 * RoutedRows * ElementsPerExpert);

    /// <inheritdoc/>
    public override Bytes WeightBytes => BytesPerExpert * Math.Min(Experts, RoutedRows);

    /// <inheritdoc/>
    public override Bytes InputBytes => Activations.SizeOf(RoutedRows * Input.Size);

    /// <inheritdoc/>
    public override Bytes OutputBytes => Activations.SizeOf(RoutedRows * Output.Size);
}
