using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>The time of a very long transfer from shorter ones that end with the same packet, where time has become a straight line in their number of packets.</summary>
/// <remarks>Three sizes are simulated. Only if they lie on one line, to the picosecond, is the line followed; otherwise the sizes double, up to the whole.</remarks>
public static class SteadyState
{
    /// <summary>The time of a size.</summary>
    /// <param name="timeOf">Simulates a size.</param>
    /// <param name="size">The size asked for.</param>
    /// <param name="unit">What a size must change by for every message to gain whole packets.</param>
    /// <param name="stride">Units from one simulated size to the next, at first.</param>
    public static Duration TimeOf(Func<Bytes, Duration> timeOf, Bytes size, Bytes unit, long stride)
    {
        for (; ; stride *= 2)
        {
            long step = unit.Count * stride;
            long first = size.Count % step + step;
            long steps = (size.Count - first) / step;
            if (steps < 3) return timeOf(size);
            Duration one = timeOf(Bytes.FromCount(first)), two = timeOf(Bytes.FromCount(first + step)), three = timeOf(Bytes.FromCount(first + 2 * step));
            if (three - two == two - one) return one + (two - one) * steps;
        }
    }
}
