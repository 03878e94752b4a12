using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>What the steps of a run held, by pool of replicas.</summary>
public sealed class PoolMetrics : RunProjection
{
    private readonly List<PoolTotals> _pools = [];
    private readonly List<PoolTotals> _poolOfReplica = [];

    /// <summary>The pools in the order of their replicas; a run without pools has one without a name.</summary>
    public IReadOnlyList<PoolTotals> All => _pools;

    /// <inheritdoc/>
    public override void Begin(RunHeader header)
    {
        foreach (ReplicaFacts replica in header.Replicas)
        {
            PoolTotals? pool = _pools.Find(p => p.Name == replica.Pool);
            if (pool is null) _pools.Add(pool = new PoolTotals(replica.Pool));
            pool.Add(replica);
            _poolOfReplica.Add(pool);
        }
    }

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        if (_pools.Count > 1) _poolOfReplica[step.Replica].Add(step);
    }
}
