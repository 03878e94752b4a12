using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Validation.Fused;

/// <summary>Says how long fused kernels take: simulated at event fidelity, or in closed form.</summary>
/// <remarks>
/// Products and exchanges are those of a plan whose exchanges overlap. A sum over the experts of a token, and the copying of rows for a dispatch, are
/// passes through memory of their own; what follows them is sent as after a product.
/// </remarks>
internal sealed class FusedPredictor
{
    private readonly PlatformSpec _platform;
    private readonly Func<IReadOnlyList<ProgramStep>, Duration> _time;
    private readonly MatrixTiling _matrix;
    private readonly GroupedTiling _grouped;
    private readonly VectorTiling _vector;
    private readonly bool _overlaps;

    /// <param name="platform">The machine.</param>
    /// <param name="overlaps">Whether exchanges overlap with products.</param>
    /// <param name="fidelity">Event or analytical.</param>
    public FusedPredictor(PlatformSpec platform, bool overlaps = true, Fidelity fidelity = Fidelity.Event)
    {
        DeviceRates rates = DeviceRates.Of(platform.Device);
        _platform = platform;
        _time = fidelity == Fidelity.Analytical ? new ProgramPredictor(platform).TimeOf : SimulatedBy(new ProgramExecutor(platform));
        _matrix = new MatrixTiling(rates);
        _grouped = new GroupedTiling(rates);
        _vector = new VectorTiling(rates);
        _overlaps = overlaps;
    }

    /// <summary>The time of a kernel.</summary>
    public Duration Predict(MeasuredFused row)
    {
        var group = new RankGroup(row.Ranks);
        return row.Kind switch
        {
            MeasuredFused.GatherProduct => Pair(row, new CollectiveStep("gather", CollectiveKind.AllGather, Sixteen((long)row.M * row.K), group), ProductOf(row)),
            MeasuredFused.ProductScatter => Pair(row, ProductOf(row), new CollectiveStep("scatter", CollectiveKind.ReduceScatter, Sixteen((long)row.M * row.N), group)),
            MeasuredFused.HeadsProduct => AfterHeads(row, new CollectiveStep("heads", CollectiveKind.AllToAll, Sixteen((long)row.M * row.K), group)),
            MeasuredFused.ExpertsReduce => Apart(ExpertsOf(row), new CollectiveStep("reduce", CollectiveKind.AllReduce, Sixteen((long)row.Tokens * row.N), group)),
            _ => Apart([Pass("pack", 2L * row.M * row.PerToken * row.N)], new CollectiveStep("dispatch", CollectiveKind.AllToAll, Sixteen((long)row.M * row.PerToken * row.N), group)),
        };
    }

    /// <summary>The time of a plain roofline: the longer of work at peak and bytes on links at their rate.</summary>
    public Duration Roofline(MeasuredFused row) =>
        Duration.Max(row.Work / _platform.Device.Compute.PeakRate(NumberFormat.Bf16), row.SentPerPair * (row.Ranks - 1) / _platform.NetworkRate);

    private Duration Pair(MeasuredFused row, ProgramStep first, ProgramStep second) => _time(_overlaps ? ChunkedOverlap.Join([first, second], row.Ranks) : [first, second]);

    /// <summary>Kernels, and an exchange of what the last one leaves.</summary>
    private Duration Apart(IReadOnlyList<ProgramStep> kernels, CollectiveStep exchange) =>
        _time(kernels) + _platform.FusedExchange.Scattered(_time([exchange])) + _platform.FusedExchange.ScatterStart;

    /// <summary>Every head goes to every other device by a copy of its own; copies are issued like kernels, one after the other, and the product needs all heads.</summary>
    private Duration AfterHeads(MeasuredFused row, ProgramStep exchange)
    {
        Duration issue = _platform.Device.Compute.Launch.Kernel * (row.Heads / row.Ranks * (row.Ranks - 1));
        KernelStep product = ProductOf(row);
        return Duration.Max(_time([exchange]), issue) + _time([product with { Kernel = product.Kernel.AtShare(_platform.FusedExchange.ProductShare) }]);
    }

    private static Func<IReadOnlyList<ProgramStep>, Duration> SimulatedBy(ProgramExecutor programs) => steps => programs.Execute(new DeviceProgram([new ProgramBlock(steps, 1)])).Elapsed;

    private KernelStep ProductOf(MeasuredFused row)
    {
        var shape = new MatrixShape("product", row.M, row.N, row.K, Sixteen((long)row.N * row.K), NumberFormat.Bf16, NumberFormat.Bf16);
        return new KernelStep(_matrix.KernelFor(shape), WorkKind.MatrixProduct);
    }

    /// <summary>Rows are spread evenly over the experts of a device.</summary>
    private IReadOnlyList<ProgramStep> ExpertsOf(MeasuredFused row)
    {
        int experts = row.Experts / row.Ranks;
        var load = new ExpertLoad([.. Enumerable.Range(0, experts).Select(i => (row.M / experts) + (i < row.M % experts ? 1 : 0))]);
        var shape = new GroupedShape("experts", load, row.N, row.K, Sixteen((long)row.N * row.K), NumberFormat.Bf16, NumberFormat.Bf16) { IsRouted = true };
        return [new KernelStep(_grouped.KernelFor(shape).AtShare(_platform.FusedExchange.ProductShare), WorkKind.Experts), Pass("sum", (long)(row.M * _platform.Device.Compute.ExpertTraffic + row.Tokens) * row.N)];
    }

    private KernelStep Pass(string name, long elements) => new(_vector.KernelFor(name, Bytes.Zero, Sixteen(elements), Flops.Zero, isFused: false), WorkKind.Elementwise);

    private static Bytes Sixteen(long elements) => NumberFormat.Bf16.SizeOf(elements);
}
