using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Equal replicas that do the same part of every request.</summary>
public sealed record PoolSpec
{
    /// <summary>What to call it.</summary>
    public required string Name { get; init; }

    /// <summary>What its replicas do.</summary>
    public PoolRole Role { get; init; }

    /// <summary>The machine its devices are those of: a preset's name or a path, and for a machine with groups of devices the group behind a colon.</summary>
    public required string Platform { get; init; }

    /// <summary>How the model is spread over the devices of a replica.</summary>
    public ParallelPlan Plan { get; init; } = new();

    /// <summary>How often the plan is there; at least 1.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>How its replicas serve; routing is the run's.</summary>
    public ServingOptions Serving { get; init; } = new();
}
