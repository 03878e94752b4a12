using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>A measured expert layer: both products of the activated experts, the activation between them, and the sum over each token's experts.</summary>
/// <param name="Numbers">The formats.</param>
/// <param name="Load">Rows of the experts of the measured device.</param>
/// <param name="Tokens">Tokens of all devices.</param>
/// <param name="PerToken">Experts a token goes through.</param>
/// <param name="Hidden">The residual width.</param>
/// <param name="Inner">The experts' inner width on one device.</param>
/// <param name="LocalExperts">Experts on the measured device.</param>
/// <param name="IsGated">Whether the first product has gate and up projection.</param>
internal sealed record MeasuredExperts(KernelFormat Numbers, ExpertLoad Load, int Tokens, int PerToken, int Hidden, int Inner, int LocalExperts, bool IsGated) : MeasuredKernel
{
    /// <inheritdoc/>
    public override NumberFormat Arithmetic => Numbers.Arithmetic;

    /// <inheritdoc/>
    public override Flops Work => Flops.FromCount(2.0 * Load.TotalRows * Hidden * (UpWidth + Inner));

    /// <inheritdoc/>
    public override Bytes Traffic => (WeightsOf(UpWidth, Hidden) + WeightsOf(Hidden, Inner)) * Load.Activated + NumberFormat.Bf16.SizeOf(2L * Tokens * Hidden);

    private int UpWidth => IsGated ? 2 * Inner : Inner;

    /// <inheritdoc/>
    public override IReadOnlyList<Kernel> Cut(KernelCutter cutter)
    {
        ComputeSpec compute = cutter.Device.Compute;
        bool passesAll = compute.ExpertKernel(Numbers.Weights, Numbers.IsBlockScaled)?.PassesAllRows ?? false;
        long passed = (long)((passesAll ? (long)Tokens * PerToken : Load.TotalRows) * compute.ExpertTraffic);
        return
        [
            cutter.Experts.KernelFor(Product("up", UpWidth, Hidden)),
            cutter.Vector.KernelFor("activation", Bytes.Zero, NumberFormat.Bf16.SizeOf(passed * (UpWidth + Inner)), Flops.FromCount(9.0 * passed * Inner), isFused: false),
            cutter.Experts.KernelFor(Product("down", Hidden, Inner)),
            cutter.Vector.KernelFor("sum", Bytes.Zero, NumberFormat.Bf16.SizeOf((passed + Tokens) * Hidden), Flops.FromCount(2.0 * passed * Hidden), isFused: false),
        ];
    }

    /// <summary>The same rows spread evenly over as many experts as independent tokens would reach.</summary>
    public MeasuredExperts Balanced()
    {
        long rows = Load.TotalRows;
        int activated = (int)Math.Min(rows, LocalExperts);
        return this with { Load = new ExpertLoad([.. Enumerable.Range(0, activated).Select(i => (int)(rows / activated + (i < rows % activated ? 1 : 0)))]) };
    }

    private GroupedShape Product(string name, int n, int k) => new(name, Load, n, k, WeightsOf(n, k), Numbers.Weights, Numbers.Arithmetic)
    {
        IsRouted = true,
        IsBlockScaled = Numbers.IsBlockScaled,
    };

    private Bytes WeightsOf(int n, int k) => Numbers.WeightBytes((long)n * k);
}
