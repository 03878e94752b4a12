using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A measured product of several experts with equally many rows each, sorted before.</summary>
/// <param name="Numbers">The formats.</param>
/// <param name="Groups">Experts on the device.</param>
/// <param name="Rows">Rows of each.</param>
/// <param name="N">Columns.</param>
/// <param name="K">Depth.</param>
internal sealed record MeasuredGrouped(KernelFormat Numbers, int Groups, int Rows, int N, int K) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Numbers.Arithmetic;

    /// <inheritdoc/>
    public override Flops Work => Product.Work;

    /// <inheritdoc/>
    public override Bytes Traffic => Product.WeightBytes * Groups + Product.InputBytes + Product.OutputBytes;

    private GroupedShape Product => new("experts", new ExpertLoad([.. Enumerable.Repeat(Rows, Groups)]), N, K, Numbers.WeightBytes((long)N * K), Numbers.Weights, Numbers.Arithmetic)
    {
        IsBlockScaled = Numbers.IsBlockScaled,
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter) => [cutter.Experts.KernelFor(Product)];
}
