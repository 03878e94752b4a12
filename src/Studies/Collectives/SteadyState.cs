using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>The time of a very long transfer from shorter ones that end with the same packet, where time has become a straight line in their number of packets.</summary>
/// <remarks>Three sizes are simulated. If they lie on one line, it is followed; otherwise the sizes double, up to the whole.</remarks>
/// <approximation>From the second round on, a bend of at most 1 in 10,000 counts as straight, which makes an error of at most half of that.</approximation>
public static class SteadyState
{
    private const double LargestBend = 1e-4;

    /// <summary>The time of a size.</summary>
    /// <param name="timeOf">Simulates a size.</param>
    /// <param name="size">The size asked for.</param>
    /// <param name="unit">What a size must change by for every message to gain whole packets.</param>
    /// <param name="stride">Units from one simulated size to the next, at first.</param>
    public static Duration TimeOf(Func<Bytes, Duration> timeOf, Bytes size, Bytes unit, long stride)
    {
        double allowed = 0;
        for (; ; stride *= 2)
        {
            long step = unit.Count * stride;
            long first = size.Count % step + step;
            long steps = (size.Count - first) / step;
            if (steps < 3) return timeOf(size);
            Duration one = timeOf(Bytes.FromCount(first)), two = timeOf(Bytes.FromCount(first + step)), three = timeOf(Bytes.FromCount(first + 2 * step));
            Duration bend = three - two - (two - one);
            if (Math.Abs(bend / (two - one)) <= allowed) return three + (three - two) * (steps - 2);
            allowed = LargestBend;
        }
    }
}
