namespace DeepStack.Sim.Core.Randomness;

/// <summary>A choice among numbered outcomes, each as likely as its weight; a draw takes constant time in the mean and allocates nothing.</summary>
/// <remarks>A table over equal parts of the weights' sum says where to begin (Chen and Asau, 1974).</remarks>
public sealed class WeightedChoice
{
    private readonly double[] _upTo;
    private readonly int _last;
    private readonly int[] _begin;
    private readonly double _sum;
    private readonly double _partsPerWeight;

    /// <param name="weights">One for each outcome; none negative, at least one positive. They need not sum to one.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or none is positive.</exception>
    public WeightedChoice(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _upTo = new double[weights.Count];
        double sum = 0;
        for (int i = 0; i < _upTo.Length; i++)
        {
            if (!(weights[i] >= 0) || !double.IsFinite(weights[i])) throw new ArgumentException($"Weight {i} is {weights[i]}; expected a number of at least zero.", nameof(weights));
            if (weights[i] > 0) _last = i;
            _upTo[i] = sum += weights[i];
        }
        if (!(sum > 0) || !double.IsFinite(sum)) throw new ArgumentException("The weights of a choice need a positive, finite sum.", nameof(weights));
        _sum = sum;
        _partsPerWeight = _upTo.Length / sum;
        _begin = new int[_upTo.Length + 1];
        for (int part = 0, outcome = 0; part < _begin.Length; part++)
        {
            while (outcome < _last && PartOf(_upTo[outcome]) < part) outcome++;
            _begin[part] = outcome;
        }
    }

    /// <summary>How many outcomes there are.</summary>
    public int Count => _upTo.Length;

    /// <summary>Draws the number of an outcome; one of weight zero is never drawn.</summary>
    public int Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double point = random.NextDouble() * _sum;
        int outcome = _begin[PartOf(point)];
        while (outcome < _last && _upTo[outcome] <= point) outcome++;
        return outcome;
    }

    /// <summary>Never falls with the point, so that no outcome beyond it begins earlier.</summary>
    private int PartOf(double point) => (int)Math.Min(point * _partsPerWeight, _upTo.Length);
}
