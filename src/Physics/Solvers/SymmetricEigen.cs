using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Eigenvalues and eigenvectors of a small dense symmetric matrix.</summary>
/// <remarks>Jacobi's method with cyclic sweeps (Golub and Van Loan, Matrix Computations, section 8.5): only exactly rounded operations in a fixed order.</remarks>
internal sealed class SymmetricEigen
{
    private const int MostSweeps = 30;

    /// <summary>The square of an entry, over the product of the diagonal ones that it joins, below which it changes no digit of them.</summary>
    private const double Rounding = 1e-32;

    private readonly double[,] _matrix;
    private readonly double[,] _vectors;

    /// <param name="matrix">Symmetric; overwritten.</param>
    public SymmetricEigen(double[,] matrix)
    {
        int count = matrix.GetLength(0);
        _matrix = matrix;
        _vectors = new double[count, count];
        for (int i = 0; i < count; i++) _vectors[i, i] = 1;
        int sweeps = 0;
        while (sweeps < MostSweeps && Sweep(count)) sweeps++;
        Values = new double[count];
        for (int i = 0; i < count; i++) Values[i] = matrix[i, i];
    }

    /// <summary>The eigenvalues, in no order.</summary>
    public double[] Values { get; }

    /// <summary>[components, eigenvalues], each column of length 1.</summary>
    public double[,] Vectors => _vectors;

    /// <summary>Turns every entry beside the diagonal to zero once; says whether any was left.</summary>
    private bool Sweep(int count)
    {
        bool turned = false;
        for (int p = 0; p < count; p++)
        {
            for (int q = p + 1; q < count; q++)
            {
                double beside = _matrix[p, q];
                if (beside * beside <= Rounding * Math.Abs(_matrix[p, p] * _matrix[q, q])) continue;
                turned = true;
                double theta = (_matrix[q, q] - _matrix[p, p]) / (2 * beside);
                double tangent = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1)), cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
                Turn(p, q, cosine, tangent * cosine, count);
            }
        }
        return turned;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Turn(int p, int q, double cosine, double sine, int count)
    {
        for (int k = 0; k < count; k++) Mix(ref _matrix[k, p], ref _matrix[k, q]);
        for (int k = 0; k < count; k++) Mix(ref _matrix[p, k], ref _matrix[q, k]);
        for (int k = 0; k < count; k++) Mix(ref _vectors[k, p], ref _vectors[k, q]);

        void Mix(ref double left, ref double right) => (left, right) = ((cosine * left) - (sine * right), (sine * left) + (cosine * right));
    }
}
