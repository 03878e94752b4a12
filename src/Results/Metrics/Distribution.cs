using System.Runtime.InteropServices;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>All values of a metric, with exact percentiles; equal values may be added together, so that millions of them cost little.</summary>
/// <remarks>Percentiles interpolate linearly between neighbouring ranks and the deviation is that of the population, as NumPy and so vLLM's benchmark do.</remarks>
public sealed class Distribution
{
    private readonly List<long> _values = [];
    private readonly List<long> _counts = [];
    private long[] _ranks = [];
    private bool _sorted = true;

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest value; zero where there is none.</summary>
    public Duration Smallest => Count == 0 ? Duration.Zero : ValueAt(0);

    /// <summary>The largest value; zero where there is none.</summary>
    public Duration Largest => Count == 0 ? Duration.Zero : ValueAt(Count - 1);

    /// <summary>The mean in picoseconds; zero where there is no value.</summary>
    public double MeanPicoseconds => Count == 0 ? 0 : (double)Total / Count;

    /// <summary>The standard deviation in picoseconds; zero where there is no value.</summary>
    public double DeviationPicoseconds
    {
        get
        {
            if (Count == 0) return 0;
            Sort();
            double mean = MeanPicoseconds, sum = 0;
            for (int i = 0; i < _values.Count; i++) sum += (_values[i] - mean) * (_values[i] - mean) * _counts[i];
            return Math.Sqrt(sum / Count);
        }
    }

    private Int128 Total { get; set; }

    /// <summary>Adds a value, once or several times.</summary>
    public void Add(Duration value, long count = 1)
    {
        if (count <= 0) return;
        _values.Add(value.Picoseconds);
        _counts.Add(count);
        Count += count;
        Total += (Int128)value.Picoseconds * count;
        _sorted = false;
    }

    /// <summary>The given percentile in picoseconds; zero where there is no value.</summary>
    /// <param name="percent">0 to 100.</param>
    public double PercentilePicoseconds(double percent)
    {
        if (Count == 0) return 0;
        double rank = percent / 100 * (Count - 1);
        long below = (long)Math.Floor(rank);
        double low = ValueAt(below).Picoseconds;
        return below + 1 >= Count ? low : low + ((ValueAt(below + 1).Picoseconds - low) * (rank - below));
    }

    /// <summary>How many values are at most the given one.</summary>
    public long CountUpTo(Duration value)
    {
        Sort();
        int low = 0, high = _values.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_values[middle] > value.Picoseconds) high = middle;
            else low = middle + 1;
        }
        return low == 0 ? 0 : _ranks[low - 1];
    }

    private Duration ValueAt(long rank)
    {
        Sort();
        int low = 0, high = _values.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_ranks[middle] > rank) high = middle;
            else low = middle + 1;
        }
        return Duration.FromPicoseconds(_values[low]);
    }

    /// <summary>Sorts the values, joins equal ones, and counts for each how many are at most as large.</summary>
    private void Sort()
    {
        if (_sorted) return;
        Span<long> values = CollectionsMarshal.AsSpan(_values), counts = CollectionsMarshal.AsSpan(_counts);
        values.Sort(counts);
        int last = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] == values[last]) counts[last] += counts[i];
            else (values[++last], counts[last]) = (values[i], counts[i]);
        }
        CollectionsMarshal.SetCount(_values, last + 1);
        CollectionsMarshal.SetCount(_counts, last + 1);
        _ranks = new long[last + 1];
        long rank = 0;
        for (int i = 0; i <= last; i++) _ranks[i] = rank += _counts[i];
        _sorted = true;
    }
}
