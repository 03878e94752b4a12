using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Matrix products of one device that run as one kernel: for each expert (or head), its rows times its own weights [k, n].</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Load">Rows of each expert.</param>
/// <param name="N">Columns of an expert's weights; at least 1.</param>
/// <param name="K">Depth; at least 1.</param>
/// <param name="WeightBytes">Bytes of one expert's weights in memory, scales included.</param>
/// <param name="Weights">Format of the weights in memory.</param>
/// <param name="Activations">Format of inputs and outputs, and of the arithmetic.</param>
public readonly record struct GroupedShape(string Name, ExpertLoad Load, int N, int K, Bytes WeightBytes, NumberFormat Weights, NumberFormat Activations)
{
    /// <summary>Whether rows are routed, so that they are sorted by expert first; heads have theirs in order.</summary>
    public bool IsRouted { get; init; }

    /// <summary>Whether blocks of weights have scales of their own.</summary>
    public bool IsBlockScaled { get; init; }

    /// <summary>Bytes of all input activations.</summary>
    public Bytes InputBytes => Activations.SizeOf(Load.TotalRows * K);

    /// <summary>Bytes of all output activations.</summary>
    public Bytes OutputBytes => Activations.SizeOf(Load.TotalRows * N);

    /// <summary>Useful operations; a multiply-add counts two.</summary>
    public Flops Work => Flops.FromCount(2.0 * Load.TotalRows * N * K);
}
