using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>How long bulk data takes through all channels of a stack that is otherwise idle.</summary>
public static class StackStream
{
    /// <summary>Streams bytes evenly over all channels, each channel one contiguous piece; equal channels are computed once.</summary>
    /// <param name="spec">The stack.</param>
    /// <param name="size">Bytes in all.</param>
    /// <param name="isWrite">Whether they go into the stack.</param>
    /// <param name="temperature">Fixes how often rows are refreshed; null for the normal class.</param>
    public static StreamResult Measure(DramStackSpec spec, Bytes size, bool isWrite = false, Celsius? temperature = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        long share = (size.Count + spec.Channels - 1) / spec.Channels;
        long longest = 0;
        StackCounts counts = default;
        foreach (IGrouping<int, int> ports in Enumerable.Range(0, spec.ConnectedLayers).GroupBy(spec.LayersOfPort))
        {
            (long end, StackCounts of) = MeasureChannel(spec, ports.Key, share, isWrite, temperature);
            longest = Math.Max(longest, end);
            counts += of * ((long)ports.Count() * spec.Columns);
        }
        return new StreamResult(spec.Clock.DurationOf(Cycles.FromCount(longest)), counts);
    }

    private static (long End, StackCounts Counts) MeasureChannel(DramStackSpec spec, int layers, long share, bool isWrite, Celsius? temperature)
    {
        long end = 0;
        var channel = new StackedChannel(spec, layers, (_, clock) => end = clock);
        if (temperature is { } degrees) channel.SetRefreshDivisor(spec.RefreshDivisorAt(degrees));
        channel.Enqueue(0, 0, share, isWrite, 0);
        while (channel.HasWork) channel.Decide(channel.NextDecision);
        return (end, channel.Counts);
    }
}
