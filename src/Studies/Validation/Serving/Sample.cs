namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>Values of one metric over all requests of a run.</summary>
internal sealed class Sample
{
    private readonly double[] _sorted;

    public Sample(IEnumerable<double> values)
    {
        _sorted = [.. values.Order()];
        Mean = _sorted.Average();
    }

    public double Mean { get; }

    /// <summary>A percentile, interpolated linearly between the two nearest values.</summary>
    public double Percentile(double percent)
    {
        double place = (_sorted.Length - 1) * percent / 100;
        int below = (int)place;
        double above = _sorted[Math.Min(below + 1, _sorted.Length - 1)];
        return _sorted[below] + (place - below) * (above - _sorted[below]);
    }
}
