using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>What the replicas of one pool did, summed.</summary>
/// <param name="name">The pool.</param>
public sealed class PoolTotals(string name)
{
    private double _kvSeconds;

    /// <summary>The pool.</summary>
    public string Name => name;

    /// <summary>Its replicas.</summary>
    public int Replicas { get; private set; }

    /// <summary>Their devices.</summary>
    public int Devices { get; private set; }

    /// <summary>Their steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Time of all steps, replicas added.</summary>
    public Duration StepTime { get; private set; }

    /// <summary>Prompt tokens computed, again after preemption.</summary>
    public long PrefillTokens { get; private set; }

    /// <summary>Tokens computed for generating requests.</summary>
    public long DecodeTokens { get; private set; }

    /// <summary>The largest number of requests running on a replica.</summary>
    public int LargestRunning { get; private set; }

    /// <summary>The largest number waiting at a replica.</summary>
    public int LargestWaiting { get; private set; }

    /// <summary>The largest share of a replica's KV cache in use.</summary>
    public double LargestKvCacheUse { get; private set; }

    /// <summary>Preemptions.</summary>
    public long Preemptions { get; private set; }

    /// <summary>The share of the KV cache in use, averaged over step time.</summary>
    public double MeanKvCacheUse => StepTime > Duration.Zero ? _kvSeconds / StepTime.Seconds : 0;

    internal void Add(ReplicaFacts replica)
    {
        Replicas++;
        Devices += replica.Devices;
    }

    internal void Add(in StepRecord step)
    {
        Steps++;
        StepTime += step.Elapsed;
        PrefillTokens += step.PrefillTokens;
        DecodeTokens += step.DecodeTokens;
        LargestRunning = Math.Max(LargestRunning, step.Running);
        LargestWaiting = Math.Max(LargestWaiting, step.Waiting);
        LargestKvCacheUse = Math.Max(LargestKvCacheUse, step.KvCacheUse);
        Preemptions += step.Preemptions;
        _kvSeconds += step.KvCacheUse * step.Elapsed.Seconds;
    }
}
