using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>What the steps of a run held and how long they took.</summary>
public sealed class StepMetrics : RunProjection
{
    private readonly long[] _counts = new long[Enum.GetValues<StepClass>().Length];
    private readonly Duration[] _times = new Duration[Enum.GetValues<StepClass>().Length];
    private readonly long[] _origins = new long[Enum.GetValues<StepOrigin>().Length];
    private readonly List<Duration> _busy = [];
    private double _kvSeconds;

    /// <summary>Steps of all replicas.</summary>
    public long Count { get; private set; }

    /// <summary>Time of all steps, replicas added.</summary>
    public Duration Elapsed { get; private set; }

    /// <summary>Time for which the devices waited for the host.</summary>
    public Duration HostTime { get; private set; }

    /// <summary>Prompt tokens computed, again after preemption.</summary>
    public long PrefillTokens { get; private set; }

    /// <summary>Tokens computed for generating requests.</summary>
    public long DecodeTokens { get; private set; }

    /// <summary>Requests summed over steps.</summary>
    public long Requests { get; private set; }

    /// <summary>The largest number of requests running.</summary>
    public int LargestRunning { get; private set; }

    /// <summary>The largest number of requests waiting.</summary>
    public int LargestWaiting { get; private set; }

    /// <summary>The largest share of the KV cache in use.</summary>
    public double LargestKvCacheUse { get; private set; }

    /// <summary>The share of the KV cache in use, averaged over step time.</summary>
    public double MeanKvCacheUse => Elapsed > Duration.Zero ? _kvSeconds / Elapsed.Seconds : 0;

    /// <summary>Time of all steps of each replica.</summary>
    public IReadOnlyList<Duration> Busy => _busy;

    /// <summary>Steps of a class.</summary>
    public long CountOf(StepClass @class) => _counts[(int)@class];

    /// <summary>Time of the steps of a class.</summary>
    public Duration TimeOf(StepClass @class) => _times[(int)@class];

    /// <summary>Steps whose time was found in the given way.</summary>
    public long CountOf(StepOrigin origin) => _origins[(int)origin];

    /// <inheritdoc/>
    public override void Step(in StepRecord step)
    {
        Duration elapsed = step.Elapsed;
        Count++;
        Elapsed += elapsed;
        HostTime += step.HostTime;
        PrefillTokens += step.PrefillTokens;
        DecodeTokens += step.DecodeTokens;
        Requests += step.Requests;
        LargestRunning = Math.Max(LargestRunning, step.Running);
        LargestWaiting = Math.Max(LargestWaiting, step.Waiting);
        LargestKvCacheUse = Math.Max(LargestKvCacheUse, step.KvCacheUse);
        _kvSeconds += step.KvCacheUse * elapsed.Seconds;
        _counts[(int)step.Class]++;
        _times[(int)step.Class] += elapsed;
        _origins[(int)step.Origin]++;
        while (_busy.Count <= step.Replica) _busy.Add(Duration.Zero);
        _busy[step.Replica] += elapsed;
    }
}
