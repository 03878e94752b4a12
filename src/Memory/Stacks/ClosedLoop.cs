using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>A fixed number of transfers outstanding at a channel: each that ends is followed by the next.</summary>
public static class ClosedLoop
{
    /// <summary>Runs transfers through one channel of the port with the most layers.</summary>
    /// <param name="spec">The stack.</param>
    /// <param name="transaction">Bytes of a transfer on this channel.</param>
    /// <param name="isRandom">Whether places are drawn evenly (in steps of the transaction) rather than following each other.</param>
    /// <param name="outstanding">Transfers under way at the same time.</param>
    /// <param name="transfers">How many in all.</param>
    /// <param name="layers">Layers on the port; null for those of port 0.</param>
    public static LoopResult Measure(DramStackSpec spec, Bytes transaction, bool isRandom, int outstanding, int transfers, int? layers = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(transaction.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outstanding);
        int used = layers ?? spec.LayersOfPort(0);
        long places = Math.Max(1, spec.Row.Count * spec.Rows * spec.BanksPerLayer * used / transaction.Count);
        var random = new RandomStream(1, "closed loop");
        var ends = new PriorityQueue<long, (long, long)>();
        var channel = new StackedChannel(spec, used, (tag, clock) => ends.Enqueue(tag, (clock, tag)));
        long[] starts = new long[transfers];
        long clock = 0, last = 0, latency = 0;
        int begun = 0, ended = 0;
        for (; begun < Math.Min(outstanding, transfers); begun++) Begin(0);
        while (ended < transfers)
        {
            if (ends.TryPeek(out long tag, out (long Clock, long) next) && (!channel.HasWork || next.Clock <= channel.NextDecision))
            {
                ends.Dequeue();
                clock = next.Clock;
                last = Math.Max(last, clock);
                latency += clock - starts[tag];
                ended++;
                if (begun < transfers)
                {
                    Begin(clock);
                    begun++;
                }
                continue;
            }
            channel.Decide(channel.NextDecision);
        }
        return new LoopResult(spec.Clock.DurationOf(Cycles.FromCount(last)), latency / (double)transfers / spec.Clock.Hertz, transaction * transfers, channel.Counts);

        void Begin(long now)
        {
            starts[begun] = now;
            long place = isRandom ? random.NextInteger(places) : begun % places;
            channel.Enqueue(now, place * transaction.Count, transaction.Count, false, begun);
        }
    }
}
