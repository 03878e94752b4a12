using System.Runtime.CompilerServices;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>A direct solver: the Cholesky factor of an ordered matrix, each row kept from its first entry to the diagonal.</summary>
/// <remarks>
/// Jennings' variable-band scheme. A stack is long and thin, so the band is one layer's cells or less, and both sweeps run over contiguous memory.
/// Loops are compiled in full at their first call: a program that solves a few systems would spend most of its time in unoptimised ones.
/// </remarks>
public sealed class SkylineCholesky : ILinearSolver
{
    private readonly int[] _order;
    private readonly int[] _first;
    private readonly long[] _start;
    private readonly double[] _lower;
    private readonly double[] _inverseDiagonal;
    private readonly double[] _work;

    /// <param name="matrix">Symmetric positive definite.</param>
    /// <exception cref="ArithmeticException">It is not.</exception>
    public SkylineCholesky(SparseSymmetricMatrix matrix)
        : this(matrix, Ordering.Narrow(matrix))
    {
    }

    internal SkylineCholesky(SparseSymmetricMatrix matrix, int[] order)
    {
        int[] place = Ordering.PlaceOf(order);
        _order = order;
        _first = new int[order.Length];
        _start = new long[order.Length + 1];
        for (int i = 0; i < order.Length; i++)
        {
            _first[i] = Ordering.FirstOf(matrix, order, place, i);
            _start[i + 1] = _start[i] + i - _first[i];
        }
        _lower = new double[_start[^1]];
        _inverseDiagonal = new double[order.Length];
        _work = new double[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            Scatter(matrix, place, i);
            Factor(i, matrix.Diagonal[order[i]]);
        }
    }

    /// <summary>Entries of the factor below its diagonal.</summary>
    public long Entries => _lower.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(ReadOnlySpan<double> right, Span<double> solution)
    {
        double[] work = _work;
        for (int i = 0; i < work.Length; i++)
        {
            int first = _first[i];
            work[i] = (right[_order[i]] - VectorMath.Dot(Row(i), work.AsSpan(first, i - first))) * _inverseDiagonal[i];
        }
        for (int i = work.Length - 1; i >= 0; i--)
        {
            int first = _first[i];
            double value = work[i] * _inverseDiagonal[i];
            work[i] = value;
            VectorMath.AddScaled(work.AsSpan(first, i - first), -value, Row(i));
        }
        for (int i = 0; i < work.Length; i++) solution[_order[i]] = work[i];
    }

    private Span<double> Row(int i) => _lower.AsSpan((int)_start[i], i - _first[i]);

    private void Scatter(SparseSymmetricMatrix matrix, int[] place, int i)
    {
        Span<double> row = Row(i);
        ReadOnlySpan<int> columns = matrix.Neighbours(_order[i]);
        ReadOnlySpan<double> values = matrix.NeighbourValues(_order[i]);
        for (int k = 0; k < columns.Length; k++)
        {
            int column = place[columns[k]];
            if (column < i) row[column - _first[i]] = values[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Factor(int i, double diagonal)
    {
        Span<double> row = Row(i);
        int first = _first[i];
        for (int j = first; j < i; j++)
        {
            int from = Math.Max(first, _first[j]);
            row[j - first] = (row[j - first] - VectorMath.Dot(row[(from - first)..(j - first)], Row(j)[(from - _first[j])..])) * _inverseDiagonal[j];
        }
        double pivot = diagonal - VectorMath.Dot(row, row);
        if (!(pivot > 0)) throw new ArithmeticException("The matrix is not positive definite.");
        _inverseDiagonal[i] = 1 / Math.Sqrt(pivot);
    }
}
