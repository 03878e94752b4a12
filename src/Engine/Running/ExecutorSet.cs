using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Engine.Sampled;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Running;

/// <summary>The step executors of a run, one for each refresh rate and clock that its devices come to; made when first asked for.</summary>
/// <remarks>Each keeps its simulated parts in a memo of its own; that of the nominal point is the one that runs without heat use.</remarks>
internal sealed class ExecutorSet
{
    private readonly PreparedRun _prepared;
    private readonly RunServices _services;
    private readonly SortedDictionary<(int, int), StepExecutors> _known = [];

    public ExecutorSet(PreparedRun prepared, RunServices services)
    {
        _prepared = prepared;
        _services = services;
        For(OperatingPoint.Nominal);
    }

    /// <summary>Those of devices at their normal refresh rate and clock.</summary>
    public StepExecutors Nominal => _known[(OperatingPoint.Nominal.RefreshRate, OperatingPoint.Nominal.ClockSteps)];

    /// <summary>Parts of steps that this run had to simulate.</summary>
    public int SimulatedParts => _known.Values.Sum(e => e.Memo.Simulated);

    /// <summary>Kernel events run for them.</summary>
    public long Events => _known.Values.Sum(e => e.Detailed.Events);

    /// <summary>What times steps at a point, at the fidelity of the run.</summary>
    public IStepExecutor For(OperatingPoint point) => At(point).For(_prepared.Scenario.Fidelity);

    /// <summary>What simulates steps at a point whole, at fidelity event.</summary>
    public IStepExecutor Simulating(OperatingPoint point) => At(point).For(Fidelity.Event);

    /// <summary>The same with somebody who listens to banks and links.</summary>
    public IStepExecutor Simulating(OperatingPoint point, Probe probe) => _prepared.Executors(point, memoFile: null, probe).For(Fidelity.Event);

    /// <summary>Whether the run itself simulates steps whole.</summary>
    public bool IsSimulating => _prepared.Scenario.Fidelity == Fidelity.Event;

    /// <summary>Operators whose sizes lay beyond what the calibration of the run saw, in ordinal order.</summary>
    public IReadOnlyList<string> OutsideCalibration => [.. _known.Values.SelectMany(e => e.Analytical.OutsideCalibration).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Writes what this run has simulated to its memos.</summary>
    public void Save()
    {
        foreach (StepExecutors executors in _known.Values) executors.Memo.Save();
    }

    private StepExecutors At(OperatingPoint point)
    {
        (int, int) key = (point.RefreshRate, point.ClockSteps);
        if (!_known.TryGetValue(key, out StepExecutors? executors)) _known.Add(key, executors = _prepared.Executors(point, MemoOf(point)));
        return executors;
    }

    private MemoFile? MemoOf(OperatingPoint point) => _prepared.Scenario.Fidelity == Fidelity.Sampled && _services.MemoFolder is { } folder
        ? new MemoFile(folder, _prepared.MemoHeadFor(point), _services.Warn)
        : null;
}
