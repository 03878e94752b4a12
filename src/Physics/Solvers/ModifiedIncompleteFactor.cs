namespace DeepStack.Sim.Physics.Solvers;

/// <summary>A preconditioner: an incomplete factor without fill whose dropped entries go to the diagonal, so that smooth errors are met exactly.</summary>
/// <remarks>
/// Gustafsson, A class of first order factorization methods, BIT 18 (1978). For the matrix L + D + L' it is (L + P) P^-1 (P + L') with pivots
/// p_i = a_ii - sum over j left of i of a_ij / p_j (a_ij + w (row sum of j right of its diagonal - a_ij)); w slightly below one keeps them positive.
/// </remarks>
internal sealed class ModifiedIncompleteFactor
{
    private const double Relaxation = 0.98;
    private readonly SparseSymmetricMatrix _matrix;
    private readonly double[] _inversePivots;

    public ModifiedIncompleteFactor(SparseSymmetricMatrix matrix)
    {
        _matrix = matrix;
        _inversePivots = new double[matrix.Count];
        var right = new double[matrix.Count];
        for (int i = 0; i < matrix.Count; i++) right[i] = matrix.SumRightOf(i);
        for (int i = 0; i < matrix.Count; i++)
        {
            ReadOnlySpan<int> columns = matrix.Neighbours(i);
            ReadOnlySpan<double> values = matrix.NeighbourValues(i);
            double pivot = matrix.Diagonal[i];
            for (int k = 0; k < columns.Length && columns[k] < i; k++)
            {
                int j = columns[k];
                double a = values[k];
                pivot -= a * _inversePivots[j] * (a + Relaxation * (right[j] - a));
            }
            _inversePivots[i] = 1 / pivot;
        }
    }

    /// <summary>target = preconditioner^-1 x source.</summary>
    public void Apply(ReadOnlySpan<double> source, Span<double> target)
    {
        _matrix.SweepForward(_inversePivots, source, target);
        _matrix.SweepBackward(_inversePivots, target);
    }
}
