using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Turns spent energy into power per block in bins of time; bins close in order as the simulation passes them.</summary>
/// <remarks>Bins of at most 200 us keep the peaks of bursts to 1 or 2 %; average power over longer spans loses them.</remarks>
public sealed class PowerBins
{
    private readonly int _blocks;
    private readonly long _binPs;
    private readonly Queue<double[]> _free = new();
    private readonly List<double[]> _open = [];
    private long _first;

    /// <param name="blocks">How many blocks spend energy.</param>
    /// <param name="bin">The length of a bin, at most <see cref="LongestBin"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bin is not positive or too long.</exception>
    public PowerBins(int blocks, Duration bin)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bin.Picoseconds, nameof(bin));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bin, LongestBin);
        (_blocks, _binPs) = (blocks, bin.Picoseconds);
    }

    /// <summary>The longest bin: 200 us.</summary>
    public static Duration LongestBin { get; } = Duration.FromNanoseconds(200_000);

    /// <summary>The length of a bin.</summary>
    public Duration Bin => Duration.FromPicoseconds(_binPs);

    /// <summary>The start of the first bin that is still open.</summary>
    public SimTime Start => SimTime.FromPicoseconds(_first * _binPs);

    /// <summary>Spreads energy evenly over a span.</summary>
    /// <param name="block">Who spends it.</param>
    /// <param name="start">The span's begin; not in a closed bin.</param>
    /// <param name="length">Its length; zero puts everything into one bin.</param>
    /// <param name="energy">How much.</param>
    /// <exception cref="ArgumentOutOfRangeException">The span begins in a bin that has closed.</exception>
    public void Add(int block, SimTime start, Duration length, Energy energy)
    {
        long from = start.Picoseconds, to = from + length.Picoseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(from / _binPs, _first, nameof(start));
        if (from == to)
        {
            At(from / _binPs)[block] += energy.Joules;
            return;
        }
        for (long bin = from / _binPs; bin * _binPs < to; bin++)
        {
            long inside = Math.Min(to, (bin + 1) * _binPs) - Math.Max(from, bin * _binPs);
            At(bin)[block] += energy.Joules * inside / (to - from);
        }
    }

    /// <summary>Closes the first open bin if it ends by now, and gives its mean powers in watts.</summary>
    /// <returns>False if the bin is not over.</returns>
    public bool TryClose(SimTime now, Span<double> watts)
    {
        if (now.Picoseconds < (_first + 1) * _binPs) return false;
        watts.Clear();
        if (_open.Count > 0)
        {
            double[] joules = _open[0];
            _open.RemoveAt(0);
            double seconds = Bin.Seconds;
            for (int i = 0; i < _blocks; i++) watts[i] = joules[i] / seconds;
            Array.Clear(joules);
            _free.Enqueue(joules);
        }
        _first++;
        return true;
    }

    private double[] At(long bin)
    {
        while (_open.Count <= bin - _first) _open.Add(_free.TryDequeue(out double[]? joules) ? joules : new double[_blocks]);
        return _open[(int)(bin - _first)];
    }
}
