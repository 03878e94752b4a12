using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Bandwidth and latency of a stack over transaction size, pattern, outstanding transfers, layers and connected layers.</summary>
public static class StackSweep
{
    private const int Transfers = 2000;
    private const long StreamBytes = 1 << 20;

    /// <summary>Every combination, in the order of the arguments.</summary>
    public static IEnumerable<SweepPoint> Transactions(DramStackSpec spec, IReadOnlyList<Bytes> transactions, IReadOnlyList<int> outstanding)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach (bool isRandom in new[] { false, true })
        {
            foreach (int depth in outstanding)
            {
                foreach (Bytes transaction in transactions)
                {
                    LoopResult result = ClosedLoop.Measure(spec, transaction, isRandom, depth, Transfers);
                    yield return PointOf(spec, isRandom ? "random" : "stream", transaction, depth, result.Bandwidth * spec.Channels, result.MeanLatency);
                }
            }
        }
    }

    /// <summary>Streams whole rows through stacks with other layers and connected layers; ports stream for themselves, so faster ports move more.</summary>
    public static IEnumerable<SweepPoint> Layers(DramStackSpec spec, IReadOnlyList<int> totals)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach (int total in totals)
        {
            for (int connected = 1; connected <= total; connected++)
            {
                DramStackSpec stack = spec with { Layers = total, ConnectedLayers = connected };
                yield return PointOf(stack, "full rows", spec.Row, spec.Window, StreamingOf(stack), 0);
            }
        }
    }

    /// <summary>The bandwidth of all ports, each streaming full rows for itself.</summary>
    public static Bandwidth StreamingOf(DramStackSpec stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        double sum = 0;
        foreach (IGrouping<int, int> ports in Enumerable.Range(0, stack.ConnectedLayers).GroupBy(stack.LayersOfPort))
        {
            int rows = (int)Math.Max(64, StreamBytes / stack.Row.Count);
            LoopResult result = ClosedLoop.Measure(stack, stack.Row, isRandom: false, stack.Window, rows, ports.Key);
            sum += result.Bandwidth.BytesPerSecond * ports.Count() * stack.Columns;
        }
        return Bandwidth.FromBytesPerSecond(sum);
    }

    /// <summary>The share of the peak that DeepStack's linear law expects: all up to half of the layers, then linear to row / (row + recharge).</summary>
    /// <remarks>Source: arXiv 2604.04750 and its public artifact, the stack-bandwidth formula.</remarks>
    public static double LinearLaw(DramStackSpec stack)
    {
        ArgumentNullException.ThrowIfNull(stack);
        (long numerator, long denominator) = stack.AccessClocks;
        long row = (stack.Row.Count / stack.Access.Count * numerator + denominator - 1) / denominator;
        double full = (double)row / (row + stack.Timings.Recharge(row));
        double share = (double)stack.ConnectedLayers / stack.Layers;
        return share <= 0.5 ? 1 : 1 - (1 - full) * (share - 0.5) / 0.5;
    }

    private static SweepPoint PointOf(DramStackSpec stack, string pattern, Bytes transaction, int outstanding, Bandwidth bandwidth, double latency) =>
        new(stack.Name, stack.Layers, stack.ConnectedLayers, pattern, transaction, outstanding, bandwidth, bandwidth / stack.PeakBandwidth, latency, LinearLaw(stack));
}
