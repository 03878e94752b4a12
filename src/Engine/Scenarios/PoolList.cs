using System.Collections;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>The pools of a scenario in order; equal to another list of equal pools.</summary>
public sealed class PoolList : IReadOnlyList<PoolSpec>, IEquatable<PoolList>
{
    private readonly PoolSpec[] _pools;

    /// <param name="pools">The pools.</param>
    public PoolList(IEnumerable<PoolSpec> pools) => _pools = [.. pools];

    /// <summary>No pools: the scenario's own machine and plan serve everything.</summary>
    public static PoolList None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _pools.Length;

    /// <inheritdoc/>
    public PoolSpec this[int index] => _pools[index];

    /// <inheritdoc/>
    public IEnumerator<PoolSpec> GetEnumerator() => ((IEnumerable<PoolSpec>)_pools).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _pools.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PoolList? other) => other is not null && _pools.AsSpan().SequenceEqual(other._pools);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PoolList);

    /// <inheritdoc/>
    public override int GetHashCode() => _pools.Length;
}
