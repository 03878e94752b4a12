using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.AttentionMemory;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>Times programs in closed form, whatever they belong to.</summary>
public sealed class ProgramPredictor
{
    private readonly KernelModel _kernels;
    private readonly CollectivePredictor _collectives;
    private readonly AttentionMemoryTimes? _memory;
    private readonly Bytes _row;
    private readonly PlatformSpec _platform;
    private OperatorTiming[] _operators = [];

    /// <param name="platform">The machine.</param>
    /// <param name="calibration">What is known of the closed form on this machine; null for the nominal values.</param>
    public ProgramPredictor(PlatformSpec platform, EngineCalibration? calibration = null)
    {
        EngineParameters parameters = calibration?.Parameters ?? EngineParameters.Nominal;
        _platform = platform;
        _kernels = new KernelModel(DeviceRates.Of(platform.Device), parameters);
        _row = platform.Device.Memory.Dram.Row;
        _collectives = new CollectivePredictor(platform, parameters);
        _memory = AttentionMemoryTimes.Of(platform);
    }

    /// <summary>The time of steps that follow one another, each once.</summary>
    public Duration TimeOf(IReadOnlyList<ProgramStep> steps) => CriticalOf(Predict(steps));

    /// <summary>Predicts one step of a program by itself.</summary>
    public OperatorTiming Predict(ProgramStep step) => step switch
    {
        KernelStep { Kernel: var kernel } => Of(kernel, step, _kernels.Predict(kernel)),
        CollectiveStep collective => Of(step, _collectives.Predict(collective)),
        MemoryAttentionStep attention when _memory is not null => _memory.Of(attention),
        MemoryWriteStep write when _memory is not null => _memory.Of(write),
        _ => throw new NotSupportedException($"No closed form is known for {step.Name}."),
    };

    /// <summary>The parts of a collective's predicted time.</summary>
    public CollectiveParts PartsOf(CollectiveStep step) => _collectives.Predict(step).Parts;

    /// <summary>How long operators that follow one another last.</summary>
    internal static Duration CriticalOf(ReadOnlySpan<OperatorTiming> operators)
    {
        Duration sum = Duration.Zero;
        foreach (ref readonly OperatorTiming op in operators) sum += op.Critical;
        return sum;
    }

    /// <summary>Times steps that follow one another, each once; the answer holds until the next one.</summary>
    internal ReadOnlySpan<OperatorTiming> Predict(IReadOnlyList<ProgramStep> steps)
    {
        if (_operators.Length < steps.Count) _operators = new OperatorTiming[2 * steps.Count];
        Span<OperatorTiming> operators = _operators.AsSpan(0, steps.Count);
        for (int i = 0; i < operators.Length; i++)
        {
            operators[i] = Predict(steps[i]);
            if (steps[i].Chunks > 1) Overlap(steps, operators, i);
        }
        for (int i = 0; i < operators.Length; i++)
        {
            if (steps[i] is KernelStep { LoadsAhead: true } product) operators[i] = AfterPrefetch(product, steps, operators, i);
        }
        return operators;
    }

    /// <summary>A product whose first stages were loaded from the start of the exchange before it on, as far as buffers and time allow.</summary>
    private OperatorTiming AfterPrefetch(KernelStep product, IReadOnlyList<ProgramStep> steps, Span<OperatorTiming> operators, int place)
    {
        Duration before = Duration.Zero;
        for (int back = 1; back < steps.Count; back++)
        {
            int other = (place - back + steps.Count) % steps.Count;
            before += operators[other].Critical;
            if (steps[other] is CollectiveStep) break;
        }
        Compute.StageRun run = product.Kernel.Runs[0];
        Duration load = run.ChannelLoad / _platform.Device.Memory.StreamBandwidth, left = before - _platform.Device.Memory.Latency;
        if (load <= Duration.Zero || left <= Duration.Zero) return operators[place];
        long stages = Math.Min(Math.Min(run.Buffers, run.Stages), left.Picoseconds / load.Picoseconds);
        return operators[place] with { Elapsed = _kernels.Predict(WeightPrefetch.Loaded(product.Kernel, stages)).Elapsed };
    }

    /// <summary>
    /// Two streams of equal chunks, the second's after the first's: with c chunks of a and b, they take a + b + (c - 1) max(a, b). What the product
    /// takes less than that is exposed.
    /// </summary>
    private void Overlap(IReadOnlyList<ProgramStep> steps, Span<OperatorTiming> operators, int second)
    {
        int chunks = steps[second].Chunks, exchange = steps[second] is CollectiveStep ? second : second - 1, product = 2 * second - 1 - exchange;
        var whole = (CollectiveStep)steps[exchange];
        ChunkedExchange parts = ChunkedExchange.Of(_platform, whole, chunks, isBefore: exchange < second, part => _collectives.Predict(part).Elapsed);
        var kernel = (KernelStep)steps[product];
        operators[product] = Predict(kernel with { Kernel = kernel.Kernel.AtShare(_platform.FusedExchange.ProductShare) });
        Duration computed = operators[product].Elapsed, longer = Duration.Max(computed / chunks, parts.Chunk);
        Duration exposed = Duration.Max(Duration.Zero, computed / chunks + parts.Chunk + longer * (chunks - 1) + parts.End - computed);
        operators[exchange] = operators[exchange] with { Elapsed = parts.Elapsed, Hidden = Duration.Max(Duration.Zero, parts.Elapsed - exposed) };
    }

    private OperatorTiming Of(Compute.Kernel kernel, ProgramStep step, KernelTime time)
    {
        Bytes reads = kernel.MemoryReads, writes = kernel.MemoryWrites;
        return new OperatorTiming
        {
            Name = step.Name,
            Kind = step.Kind,
            Elapsed = time.Elapsed,
            ComputeBusy = time.ComputeBusy,
            MemoryBytes = reads + writes,
            SharedBytes = kernel.SharedReads,
            Work = kernel.MatrixWork + kernel.VectorWork,
            Events = EventsOf(kernel, reads, writes),
            Tiling = kernel.Tiling,
        };
    }

    /// <summary>Streams open every row once.</summary>
    private OperatorEvents EventsOf(Compute.Kernel kernel, Bytes reads, Bytes writes) => new(
        (double)(reads + writes).Count / _row.Count,
        reads.Count,
        writes.Count,
        kernel.MatrixWork.Count,
        kernel.VectorWork.Count,
        LinkBytes: 0,
        PackageLinkBytes: 0);

    private static OperatorTiming Of(ProgramStep step, PredictedCollective predicted) => new()
    {
        Name = step.Name,
        Kind = step.Kind,
        Elapsed = predicted.Elapsed,
        NetworkBytes = predicted.SentPerRank,
        PackageBytes = predicted.Traffic.PackageBytes,
        Events = default(OperatorEvents).With(predicted.Traffic),
        Tiling = predicted.Algorithm,
    };
}
