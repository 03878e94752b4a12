using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Results;
using DeepStack.Sim.Serving.Clients;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>Everything that fixes a run; saved with its results and accepted again.</summary>
public sealed record Scenario
{
    /// <summary>The request trace: a path.</summary>
    public required string Trace { get; init; }

    /// <summary>The machine: a preset's name or a path.</summary>
    public string Platform { get; init; } = "stack3d-8";

    /// <summary>The model: a preset's name, a path of a preset or of a Hugging Face config.json.</summary>
    public string Model { get; init; } = "llama-3-70b";

    /// <summary>How the model is spread over devices.</summary>
    public ParallelPlan Plan { get; init; } = new();

    /// <summary>How tokens choose their experts, in the words of <see cref="ExpertRouting"/>; means nothing to a model without experts.</summary>
    public string ExpertRouting { get; init; } = "uniform";

    /// <summary>How steps are timed.</summary>
    public Fidelity Fidelity { get; init; } = Fidelity.Sampled;

    /// <summary>How sure a sampled run shall be of its metrics.</summary>
    public ConfidenceGoal Confidence { get; init; } = ConfidenceGoal.Auto;

    /// <summary>The overlay of <c>deepstack calibrate</c> that fidelity analytical uses: a path; null for the nominal closed form.</summary>
    public string? Calibration { get; init; }

    /// <summary>Fixes every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Which requests of the trace are taken, and how.</summary>
    public RequestSelection Requests { get; init; } = new();

    /// <summary>How their clients behave.</summary>
    public ClientSpec Clients { get; init; } = new();

    /// <summary>Which requests count, and what they are held against.</summary>
    public MeasurementOptions Measurement { get; init; } = new();

    /// <summary>How the engine serves them.</summary>
    public ServingOptions Serving { get; init; } = new();

    /// <summary>Whether and how heat acts back on the machine.</summary>
    public HeatOptions Heat { get; init; } = new();

    /// <summary>Pools of replicas with machines, plans and parts of their own; none where <see cref="Platform"/> and <see cref="Plan"/> serve everything.</summary>
    public PoolList Pools { get; init; } = PoolList.None;

    /// <summary>How KV blocks get from pool to pool.</summary>
    public KvTransferOptions KvTransfer { get; init; } = new();

    /// <summary>Host memory for KV blocks; null for none.</summary>
    public HostMemoryOptions? HostMemory { get; init; }

    /// <summary>Where the timeline shows everything; null shows sums only.</summary>
    public TimeWindow? TimelineWindow { get; init; }
}
