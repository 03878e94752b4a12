namespace DeepStack.Sim.Physics.Cases;

/// <summary>Keeps the temperatures of the moment at which any node was hottest.</summary>
public sealed class PeakRecord
{
    private double _peak = double.NegativeInfinity;

    /// <summary>K above ambient of every node at the hottest moment so far; empty before the first.</summary>
    public IReadOnlyList<double> Rises => _rises;

    private double[] _rises = [];

    /// <summary>Looks at a moment.</summary>
    public void Note(ReadOnlySpan<double> rises)
    {
        double max = double.NegativeInfinity;
        foreach (double rise in rises) max = Math.Max(max, rise);
        if (max <= _peak) return;
        _peak = max;
        if (_rises.Length != rises.Length) _rises = new double[rises.Length];
        rises.CopyTo(_rises);
    }
}
