using DeepStack.Sim.Analytical.Calibrated;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Steps;
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
    private readonly EngineCalibration? _calibration;
    private readonly SortedSet<string> _outside = new(StringComparer.Ordinal);
    private readonly StepTiming _timing = new();

    /// <param name="model">The model.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="lowering">How steps become programs; made for the same model, plan and machine.</param>
    /// <param name="calibration">What is known of the closed form on this machine; null for the nominal values.</param>
    public AnalyticalExecutor(ModelSpec model, PlatformSpec platform, StepLowering lowering, EngineCalibration? calibration = null)
        : this(model, lowering, calibration, new ProgramPredictor(platform, calibration))
    {
    }

    /// <param name="model">The model.</param>
    /// <param name="lowering">How steps become programs; made for the same model and plan.</param>
    /// <param name="calibration">What is known of the closed form on this machine; null for the nominal values.</param>
    /// <param name="programs">Predicts programs on the machine, with the same calibration.</param>
    internal AnalyticalExecutor(ModelSpec model, StepLowering lowering, EngineCalibration? calibration, ProgramPredictor programs)
    {
        _model = model;
        _calibration = calibration;
        _lowering = lowering;
        Programs = programs;
    }

    /// <summary>Predicts any program.</summary>
    public ProgramPredictor Programs { get; }

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

    /// <summary>Places the operators of a layer one after the other and counts all its repetitions.</summary>
    private Duration Place(ProgramBlock block, Duration start)
    {
        ReadOnlySpan<OperatorTiming> operators = Programs.Predict(block.Steps);
        Duration period = ProgramPredictor.CriticalOf(operators);
        Duration offset = start;
        foreach (ref readonly OperatorTiming op in operators)
        {
            if (op.Kind is not (WorkKind.MemoryAttention or WorkKind.MemoryWrite) && _calibration?.Covers(op.Kind.ToString(), op.MemoryBytes + op.NetworkBytes, op.Work) == false) _outside.Add(op.Name);
            _timing.Add(op with { Offset = offset, Repeat = block.Repeat, Period = block.Repeat > 1 ? period : Duration.Zero });
            offset += op.Critical;
        }
        return start + period * block.Repeat;
    }
}
