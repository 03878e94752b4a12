using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>A matrix product on one device: activations [m, k] times weights [k, n].</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="M">Rows of the activations (tokens); at least 1.</param>
/// <param name="N">Columns of the weights; at least 1.</param>
/// <param name="K">Depth; at least 1.</param>
/// <param name="WeightBytes">Bytes of the weights in memory, scales included.</param>
/// <param name="Weights">Format of the weights in memory.</param>
/// <param name="Activations">Format of inputs and outputs, and of the arithmetic.</param>
public readonly record struct MatrixShape(string Name, int M, int N, int K, Bytes WeightBytes, NumberFormat Weights, NumberFormat Activations)
{
    /// <summary>Format of the output where it is not that of the input.</summary>
    public NumberFormat? Output { get; init; }

    /// <summary>Whether the input has to come from memory; otherwise the operator before has left it in the shared buffer, if it fits.</summary>
    public bool InputIsCold { get; init; }

    /// <summary>Bytes of the input activations.</summary>
    public Bytes InputBytes => Activations.SizeOf((long)M * K);

    /// <summary>Bytes of the output activations.</summary>
    public Bytes OutputBytes => (Output ?? Activations).SizeOf((long)M * N);

    /// <summary>Useful operations; a multiply-add counts two.</summary>
    public Flops Work => Flops.FromCount(2.0 * M * N * K);
}
