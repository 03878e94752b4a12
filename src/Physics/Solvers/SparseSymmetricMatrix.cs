using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>A symmetric matrix with few entries a row: the diagonal apart, the others by rows with ascending columns.</summary>
public sealed class SparseSymmetricMatrix
{
    private readonly int[] _start;
    private readonly int[] _middle;
    private readonly int[] _column;
    private readonly double[] _value;
    private readonly double[] _diagonal;

    /// <param name="diagonal">The diagonal.</param>
    /// <param name="links">The entries above or below the diagonal, each once; no place occurs twice.</param>
    public SparseSymmetricMatrix(double[] diagonal, IReadOnlyList<(int Row, int Column, double Value)> links)
    {
        _diagonal = diagonal;
        _start = RowStarts(diagonal.Length, links);
        _column = new int[_start[^1]];
        _value = new double[_start[^1]];
        int[] next = [.. _start.AsSpan(0, diagonal.Length)];
        foreach ((int row, int column, double value) in links)
        {
            Put(row, column, value);
            Put(column, row, value);
        }
        _middle = new int[diagonal.Length];
        for (int i = 0; i < diagonal.Length; i++)
        {
            int middle = _start[i];
            while (middle < _start[i + 1] && _column[middle] < i) middle++;
            _middle[i] = middle;
        }

        // Rows are short, and most entries come in their order.
        void Put(int row, int column, double value)
        {
            int at = next[row]++;
            for (; at > _start[row] && _column[at - 1] > column; at--) (_column[at], _value[at]) = (_column[at - 1], _value[at - 1]);
            (_column[at], _value[at]) = (column, value);
        }
    }

    private SparseSymmetricMatrix(SparseSymmetricMatrix pattern, double[] diagonal)
    {
        (_start, _middle, _column, _value, _diagonal) = (pattern._start, pattern._middle, pattern._column, pattern._value, diagonal);
    }

    /// <summary>Rows.</summary>
    public int Count => _diagonal.Length;

    /// <summary>The diagonal.</summary>
    public ReadOnlySpan<double> Diagonal => _diagonal;

    /// <summary>The same matrix with something added to its diagonal; the rest is shared.</summary>
    public SparseSymmetricMatrix PlusDiagonal(ReadOnlySpan<double> added, double factor)
    {
        var diagonal = new double[Count];
        for (int i = 0; i < diagonal.Length; i++) diagonal[i] = _diagonal[i] + factor * added[i];
        return new SparseSymmetricMatrix(this, diagonal);
    }

    /// <summary>The same matrix with its rows and columns in another order: order[new] = old.</summary>
    public SparseSymmetricMatrix Permuted(int[] order)
    {
        int[] place = Ordering.PlaceOf(order);
        var links = new List<(int Row, int Column, double Value)>(_value.Length / 2);
        for (int i = 0; i < Count; i++)
        {
            for (int k = _middle[i]; k < _start[i + 1]; k++) links.Add((place[i], place[_column[k]], _value[k]));
        }
        return new SparseSymmetricMatrix([.. order.Select(i => _diagonal[i])], links);
    }

    /// <summary>The columns of a row without the diagonal.</summary>
    public ReadOnlySpan<int> Neighbours(int row) => _column.AsSpan(_start[row], _start[row + 1] - _start[row]);

    /// <summary>The values that belong to <see cref="Neighbours"/>.</summary>
    public ReadOnlySpan<double> NeighbourValues(int row) => _value.AsSpan(_start[row], _start[row + 1] - _start[row]);

    /// <summary>target = matrix x source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<double> source, Span<double> target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = _diagonal[i] * source[i] + RowSum(_start[i], _start[i + 1], source);
    }

    /// <summary>Solves (strictly upper part + pivots) target = source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void SolveUpper(ReadOnlySpan<double> inversePivots, ReadOnlySpan<double> source, Span<double> target)
    {
        for (int i = target.Length - 1; i >= 0; i--) target[i] = (source[i] - RowSum(_middle[i], _start[i + 1], target)) * inversePivots[i];
    }

    /// <summary>Solves (strictly lower part + pivots) target = source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void SolveLower(ReadOnlySpan<double> inversePivots, ReadOnlySpan<double> source, Span<double> target)
    {
        for (int i = 0; i < target.Length; i++) target[i] = (source[i] - RowSum(_start[i], _middle[i], target)) * inversePivots[i];
    }

    /// <summary>The sum of a row's entries right of the diagonal.</summary>
    internal double SumRightOf(int row)
    {
        double sum = 0;
        for (int k = _middle[row]; k < _start[row + 1]; k++) sum += _value[k];
        return sum;
    }

    /// <summary>The entries of a range times a vector. Columns lie within the vector by construction; leaving out that check saves a quarter of a solve.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double RowSum(int from, int to, ReadOnlySpan<double> vector)
    {
        ref double x = ref MemoryMarshal.GetReference(vector);
        ref double value = ref MemoryMarshal.GetArrayDataReference(_value);
        ref int column = ref MemoryMarshal.GetArrayDataReference(_column);
        double sum = 0;
        for (int k = from; k < to; k++) sum += Unsafe.Add(ref value, k) * Unsafe.Add(ref x, Unsafe.Add(ref column, k));
        return sum;
    }

    private static int[] RowStarts(int count, IReadOnlyList<(int Row, int Column, double Value)> links)
    {
        var start = new int[count + 1];
        foreach ((int row, int column, _) in links)
        {
            start[row + 1]++;
            start[column + 1]++;
        }
        for (int i = 0; i < count; i++) start[i + 1] += start[i];
        return start;
    }
}
