using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Analytical.Kernels;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Analytical;

/// <summary>Fidelity "analytical": the programs of the other fidelities, each kernel and collective timed in closed form.</summary>
public sealed class AnalyticalExecutor : IStepExecutor
{
    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;
    private readonly KernelModel _kernels;
    private readonly CollectivePredictor _collectives;
    private readonly Bytes _row;
    private readonly EngineCalibration? _calibration;
    private readonly SortedSet<string> _outside = new(StringComparer.Ordinal);
    private readonly PlatformSpec _platform;
    private readonly StepTiming _timing = new();

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="lowering">How steps become programs; made for the same model, plan and machine.</param>
    /// <param name="calibration">What is known of the closed form on this machine; null for the nominal values.</param>
    public AnalyticalExecutor(ModelSpec model, PlatformSpec platform, StepLowering lowering, EngineCalibration? calibration = null)
        : this(model, platform, lowering, calibration, new CollectivePredictor(platform, ParametersOf(calibration)))
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="lowering">How steps become programs; made for the same model, plan and machine.</param>
    /// <param name="calibration">What is known of the closed form on this machine; null for the nominal values.</param>
    /// <param name="collectives">Made for the same machine and calibration; other plans may share it.</param>
    internal AnalyticalExecutor(ModelSpec model, PlatformSpec platform, StepLowering lowering, EngineCalibration? calibration, CollectivePredictor collectives)
    {
        _model = model;
        _calibration = calibration;
        _lowering = lowering;
        _kernels = new KernelModel(DeviceRates.Of(platform.Device), ParametersOf(calibration));
        _platform = platform;
        _row = platform.Device.Memory.Dram.Row;
        _collectives = collectives;
    }

    /// <summary>Operators so far whose sizes lie beyond what the calibration saw; none without a calibration.</summary>
    public IReadOnlyCollection<string> OutsideCalibration => _outside;

    /// <inheritdoc/>
    public StepTiming Execute(StepShape shape)
    {
        _timing.Clear();
        Duration at = Duration.Zero;
        foreach (ProgramBlock block in _lowering.Lower(StepGraph.Of(_model, shape)).Blocks) at = Place(block, at);
        _timing.Finish(at, TimingOrigin.Computed);
        return _timing;
    }

    /// <summary>Predicts one step of a program by itself.</summary>
    public OperatorTiming Predict(ProgramStep step) => step switch
    {
        KernelStep { Kernel: var kernel } => Of(kernel, step, _kernels.Predict(kernel)),
        CollectiveStep collective => Of(step, _collectives.Predict(collective)),
        _ => throw new NotSupportedException($"No closed form is known for {step.Name}."),
    };

    /// <summary>The parts of a collective's predicted time.</summary>
    public CollectiveParts PartsOf(CollectiveStep step) => _collectives.Predict(step).Parts;

    /// <summary>Places the operators of a layer one after the other and counts all its repetitions.</summary>
    private Duration Place(ProgramBlock block, Duration start)
    {
        OperatorTiming[] operators = Predict(block.Steps);
        Duration period = operators.Aggregate(Duration.Zero, (sum, op) => sum + op.Critical);
        Duration offset = start;
        foreach (OperatorTiming op in operators)
        {
            if (_calibration?.Covers(op.Kind.ToString(), op.MemoryBytes + op.NetworkBytes, op.Work) == false) _outside.Add(op.Name);
            _timing.Add(op with { Offset = offset, Repeat = block.Repeat, Period = block.Repeat > 1 ? period : Duration.Zero });
            offset += op.Critical;
        }
        return start + period * block.Repeat;
    }

    /// <summary>Times steps that follow one another, each once.</summary>
    internal OperatorTiming[] Predict(IReadOnlyList<ProgramStep> steps)
    {
        var operators = new OperatorTiming[steps.Count];
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
    private OperatorTiming AfterPrefetch(KernelStep product, IReadOnlyList<ProgramStep> steps, OperatorTiming[] operators, int place)
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
    private void Overlap(IReadOnlyList<ProgramStep> steps, OperatorTiming[] operators, int second)
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

    private static EngineParameters ParametersOf(EngineCalibration? calibration) => calibration?.Parameters ?? EngineParameters.Nominal;

    private OperatorTiming Of(Compute.Kernel kernel, ProgramStep step, KernelTime time) => new()
    {
        Name = step.Name,
        Kind = step.Kind,
        Elapsed = time.Elapsed,
        ComputeBusy = time.ComputeBusy,
        MemoryBytes = kernel.MemoryReads + kernel.MemoryWrites,
        SharedBytes = kernel.SharedReads,
        Work = kernel.MatrixWork + kernel.VectorWork,
        Events = EventsOf(kernel),
        Tiling = kernel.Tiling,
    };

    /// <summary>Streams open every row once.</summary>
    private OperatorEvents EventsOf(Compute.Kernel kernel) => new(
        (double)(kernel.MemoryReads + kernel.MemoryWrites).Count / _row.Count,
        kernel.MemoryReads.Count,
        kernel.MemoryWrites.Count,
        kernel.MatrixWork.Count,
        kernel.VectorWork.Count,
        LinkBytes: 0);

    private static OperatorTiming Of(ProgramStep step, PredictedCollective predicted) => new()
    {
        Name = step.Name,
        Kind = step.Kind,
        Elapsed = predicted.Elapsed,
        NetworkBytes = predicted.SentPerRank,
        Events = new OperatorEvents { LinkBytes = predicted.LinkBytesPerRank },
        Tiling = predicted.Algorithm,
    };
}
