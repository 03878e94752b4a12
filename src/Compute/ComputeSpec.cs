using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>The logic of one device: equal cores with matrix and vector units, their buffers, and what starting work costs.</summary>
/// <param name="Name">The chip's name.</param>
/// <param name="Cores">Cores (streaming multiprocessors, compute units, tiles).</param>
/// <param name="Clock">The sustained clock of the cores.</param>
/// <param name="Matrix">Each core's matrix unit.</param>
/// <param name="Vector">Each core's vector and special-function units.</param>
/// <param name="CoreBuffer">On-chip memory of one core that tiles are buffered in.</param>
/// <param name="Shared">The buffer shared by all cores.</param>
/// <param name="Launch">What starting work costs.</param>
/// <param name="Attention">What its attention kernels cost.</param>
/// <param name="Quantisations">What narrowing activations costs, by format.</param>
public sealed record ComputeSpec(
    string Name,
    int Cores,
    Clock Clock,
    MatrixUnitSpec Matrix,
    VectorUnitSpec Vector,
    Bytes CoreBuffer,
    SharedBufferSpec Shared,
    LaunchSpec Launch,
    AttentionKernelSpec Attention,
    IReadOnlyList<QuantisationSpec> Quantisations)
{
    /// <summary>Peak dense rate of all cores for a format.</summary>
    public FlopRate PeakRate(NumberFormat format) => FlopRate.FromFlopsPerSecond(Matrix.RateOf(format).FlopsPerCycle * Cores * Clock.Hertz);

    /// <summary>The same logic on a slower clock: everything it does takes as much longer, and its shared buffer delivers as much less.</summary>
    /// <param name="steps">The clock, in steps; positive.</param>
    /// <param name="full">Steps of the present clock.</param>
    /// <approximation>Units, buffers and launches share one clock; parts with a clock of their own would keep their pace.</approximation>
    public ComputeSpec ClockedAt(int steps, int full)
    {
        if (steps == full) return this;
        return this with
        {
            Clock = Clock.FromHertz(Clock.Hertz * steps / full),
            Matrix = Matrix with { StepFloor = Slower(Matrix.StepFloor) },
            Shared = Shared with { Rate = Shared.Rate * ((double)steps / full), Latency = Slower(Shared.Latency) },
            Launch = Launch with { Kernel = Slower(Launch.Kernel), Wave = Slower(Launch.Wave), Reduction = Slower(Launch.Reduction), ExpertChoice = Slower(Launch.ExpertChoice), PositionChoice = Slower(Launch.PositionChoice) },
            Attention = Attention.ClockedAt(steps, full),
            ExpertSort = Slower(ExpertSort),
            ExpertKernels = [.. ExpertKernels.Select(e => e with { Launch = Slower(e.Launch) })],
            Quantisations = [.. Quantisations.Select(q => q with { Launch = Slower(q.Launch), Row = Slower(q.Row), Turn = Slower(q.Turn) })],
        };

        Duration Slower(Duration time) => time * full / steps;
    }

    /// <summary>What kernels of routed experts cost; formats that are not listed run like other products.</summary>
    public IReadOnlyList<ExpertKernelSpec> ExpertKernels { get; init; } = [];

    /// <summary>What a host needs to issue products of block-scaled weights, by rows; none where it is not known.</summary>
    public IReadOnlyList<HostLaunch> BlockScaledHost { get; init; } = [];

    /// <summary>The time of the host between two products of block-scaled weights with so many rows; zero where it is not known.</summary>
    public Duration HostTimeOf(int rows)
    {
        foreach (HostLaunch launch in BlockScaledHost)
        {
            if (rows <= launch.UpToRows) return launch.Time;
        }
        return Duration.Zero;
    }

    /// <summary>Added to each product of an expert layer for every doubling of the routed rows: sorting them.</summary>
    public Duration ExpertSort { get; init; }

    /// <summary>Passes over routed rows that activation and sum take in memory; 1 is each operand once.</summary>
    public double ExpertTraffic { get; init; } = 1;

    /// <summary>The kernels of routed experts of a format, or null.</summary>
    public ExpertKernelSpec? ExpertKernel(NumberFormat format, bool isBlockScaled)
    {
        foreach (ExpertKernelSpec spec in ExpertKernels)
        {
            if (spec.Format == format && spec.IsBlockScaled == isBlockScaled) return spec;
        }
        return null;
    }

    /// <summary>What narrowing activations to a format costs.</summary>
    /// <exception cref="NotSupportedException">The chip has no such kernel.</exception>
    public QuantisationSpec QuantisationTo(NumberFormat format)
    {
        foreach (QuantisationSpec spec in Quantisations)
        {
            if (spec.Format == format) return spec;
        }
        throw new NotSupportedException($"{Name} has no kernel that narrows activations to {format}.");
    }
}
