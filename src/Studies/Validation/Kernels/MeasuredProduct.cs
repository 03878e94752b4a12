using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A measured matrix product; where the format is quantised, narrowing the activations is part of it.</summary>
internal sealed record MeasuredProduct(KernelFormat Numbers, int M, int N, int K) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Numbers.Arithmetic;

    /// <inheritdoc/>
    public override Flops Work => Product.Work;

    /// <inheritdoc/>
    public override Bytes Traffic => Product.WeightBytes + Product.InputBytes + Product.OutputBytes;

    private MatrixShape Product => new("gemm", M, N, K, Numbers.WeightBytes((long)N * K), Numbers.Weights, Numbers.Arithmetic)
    {
        Output = Numbers.IsQuantised ? NumberFormat.Bf16 : null,
        InputIsCold = !Numbers.IsQuantised,
    };

    /// <inheritdoc/>
    public override Duration HostTime(ComputeSpec chip) => IsHostBound ? chip.HostTimeOf(M) : Duration.Zero;

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter)
    {
        Kernel product = cutter.Matrix.KernelFor(Product);
        return Numbers.IsQuantised ? [cutter.Quantisation.KernelFor("quantisation", M, K, NumberFormat.Bf16, Numbers.Arithmetic, isCold: true), product] : [product];
    }
}
