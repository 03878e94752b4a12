using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Running;

/// <summary>One replica: a scheduler, or several data-parallel ranks in lock step, and how long its steps take.</summary>
/// <param name="Ranks">One scheduler per rank; all with the same number of steps in flight.</param>
/// <param name="Model">How long a step takes.</param>
public sealed record ReplicaSetup(IReadOnlyList<ReplicaScheduler> Ranks, IStepModel Model)
{
    /// <summary>Whether runs of decode steps are taken as one event where the model and the observer can; no time depends on it.</summary>
    public bool MergesDecodes { get; init; } = true;

    /// <summary>Host time of its steps; null for that of the run.</summary>
    public HostCosts? Costs { get; init; }

    /// <summary>Random scatter of its step times; null for none.</summary>
    public StepJitter? Jitter { get; init; }

    /// <summary>A replica of one rank.</summary>
    public ReplicaSetup(ReplicaScheduler scheduler, IStepModel model)
        : this([scheduler], model)
    {
    }
}
