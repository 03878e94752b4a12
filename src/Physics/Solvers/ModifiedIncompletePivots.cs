namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Pivots of an incomplete factor without fill whose dropped entries go to the diagonal, so that smooth errors are met almost exactly.</summary>
/// <remarks>
/// Gustafsson, A class of first order factorization methods, BIT 18 (1978). For the matrix L + D + L' the factor is (L + P) P^-1 (P + L') with pivots
/// p_i = d_i - sum over j left of i of a_ij / p_j (a_ij + w (sum of row j right of its diagonal - a_ij)); w slightly below one keeps them positive.
/// </remarks>
internal static class ModifiedIncompletePivots
{
    private const double Relaxation = 0.99;

    /// <summary>The pivots of a matrix with positive diagonal and no positive entry beside it.</summary>
    public static double[] Of(SparseSymmetricMatrix matrix)
    {
        var pivots = new double[matrix.Count];
        var right = new double[matrix.Count];
        for (int i = 0; i < pivots.Length; i++) right[i] = matrix.SumRightOf(i);
        for (int i = 0; i < pivots.Length; i++)
        {
            ReadOnlySpan<int> columns = matrix.Neighbours(i);
            ReadOnlySpan<double> values = matrix.NeighbourValues(i);
            double pivot = matrix.Diagonal[i];
            for (int k = 0; k < columns.Length && columns[k] < i; k++)
            {
                int j = columns[k];
                pivot -= values[k] / pivots[j] * (values[k] + Relaxation * (right[j] - values[k]));
            }
            pivots[i] = pivot;
        }
        return pivots;
    }
}
