using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>The factor of a small dense symmetric positive definite matrix.</summary>
internal sealed class DenseCholesky
{
    private readonly double[,] _lower;

    public DenseCholesky(double[,] matrix)
    {
        int count = matrix.GetLength(0);
        _lower = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i, j];
                for (int k = 0; k < j; k++) sum -= _lower[i, k] * _lower[j, k];
                if (i == j && !(sum > 0)) throw new ArithmeticException("The matrix is not positive definite.");
                _lower[i, j] = i == j ? Math.Sqrt(sum) : sum / _lower[j, j];
            }
        }
    }

    /// <summary>Solves in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(Span<double> right)
    {
        for (int i = 0; i < right.Length; i++)
        {
            for (int k = 0; k < i; k++) right[i] -= _lower[i, k] * right[k];
            right[i] /= _lower[i, i];
        }
        for (int i = right.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < right.Length; k++) right[i] -= _lower[k, i] * right[k];
            right[i] /= _lower[i, i];
        }
    }
}
