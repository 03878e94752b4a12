using DeepStack.Sim.Results.Timelines;

namespace DeepStack.Sim.Results.Reports;

/// <summary>The load of the machine in a stretch of time; levels are sums over picoseconds, to be divided by the width.</summary>
internal struct LoadBin : IBin<LoadBin>
{
    public double Arrivals, Completions, PrefillTokens, DecodeTokens, Running, Waiting, KvCacheUse;

    public static LoadBin Merge(LoadBin earlier, LoadBin later) => new()
    {
        Arrivals = earlier.Arrivals + later.Arrivals,
        Completions = earlier.Completions + later.Completions,
        PrefillTokens = earlier.PrefillTokens + later.PrefillTokens,
        DecodeTokens = earlier.DecodeTokens + later.DecodeTokens,
        Running = earlier.Running + later.Running,
        Waiting = earlier.Waiting + later.Waiting,
        KvCacheUse = earlier.KvCacheUse + later.KvCacheUse,
    };
}
