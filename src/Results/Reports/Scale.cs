namespace DeepStack.Sim.Results.Reports;

/// <summary>Maps values onto a stretch of a picture, linearly or by their logarithm, and knows round values to mark.</summary>
internal sealed class Scale
{
    private readonly double _low, _high, _from, _to;
    private readonly bool _isLogarithmic;

    private Scale(double low, double high, double from, double to, bool isLogarithmic) =>
        (_low, _high, _from, _to, _isLogarithmic) = (low, high, from, to, isLogarithmic);

    /// <summary>The smallest value shown.</summary>
    public double Low => _low;

    public static Scale Linear(double low, double high, double from, double to) => new(low, high > low ? high : low + 1, from, to, false);

    /// <summary>A logarithmic scale whose ends are round; the values are positive.</summary>
    public static Scale Logarithmic(double low, double high, double from, double to)
    {
        low = Math.Max(low, high * 1e-6);
        return high > low * 1.5 ? new Scale(low / 1.1, high * 1.1, from, to, true) : new Scale(low / 1.6, high * 1.6, from, to, true);
    }

    public double At(double value)
    {
        double share = _isLogarithmic ? Math.Log(Math.Max(value, _low) / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low);
        return _from + (Math.Clamp(share, 0, 1) * (_to - _from));
    }

    /// <summary>Round values to mark, about as many as asked for.</summary>
    public IReadOnlyList<double> Marks(int about)
    {
        var marks = new List<double>();
        if (_isLogarithmic)
        {
            double ratio = _high / _low;
            double[] factors = ratio < 15 ? [1, 1.5, 2, 3, 5, 7] : ratio < 300 ? [1, 2, 5] : [1];
            for (double decade = Math.Pow(10, Math.Floor(Math.Log10(_low))); decade <= _high; decade *= 10)
            {
                foreach (double factor in factors) Mark(decade * factor);
            }
            return marks;
        }
        double step = RoundStep((_high - _low) / about);
        for (double value = Math.Ceiling(_low / step) * step; value <= _high + (step * 1e-9); value += step) Mark(value);
        return marks;
        void Mark(double value)
        {
            if (value >= _low && value <= _high + (_high * 1e-9)) marks.Add(value);
        }
    }

    private static double RoundStep(double step)
    {
        double decade = Math.Pow(10, Math.Floor(Math.Log10(step))), rest = step / decade;
        return decade * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }
}
