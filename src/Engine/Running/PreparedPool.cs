using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Engine.Running;

/// <summary>The replicas of one pool, checked and with its defaults filled in.</summary>
/// <param name="Name">The pool's name; empty where a scenario has no pools.</param>
/// <param name="Role">What its replicas do.</param>
/// <param name="Replicas">How many; at least 1.</param>
/// <param name="Run">Machine, plan and limits of each, as a run of its own would have them.</param>
public sealed record PreparedPool(string Name, PoolRole Role, int Replicas, PreparedRun Run)
{
    /// <summary>Devices of a replica.</summary>
    public int DevicesOfReplica => Run.Scenario.Plan.ReplicaDevices;

    /// <summary>Devices of all replicas.</summary>
    public int Devices => DevicesOfReplica * Replicas;

    /// <summary>Ranks with schedulers of their own: the attention groups of all replicas.</summary>
    public int Ranks => Replicas * Run.Scenario.Plan.AttentionData;

    /// <summary>Devices of a rank.</summary>
    public int DevicesOfRank => Run.Scenario.Plan.TensorParallel * Run.Scenario.Plan.PipelineParallel;

    /// <summary>What to call a rank.</summary>
    public string NameOf(int rank) => Name.Length == 0 ? $"replica {rank}" : $"{Name} {rank}";
}
