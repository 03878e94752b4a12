using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Sums over spans in a fixed order (sixteen lanes, then pairwise), hence the same bits on every machine; no fused operations.</summary>
internal static class VectorMath
{
    private const int Lanes = 4;

    /// <summary>The inner product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        int i = 0, count = left.Length;
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; i <= count - 4 * Lanes; i += 4 * Lanes)
        {
            s0 += Product(ref a, ref b, i);
            s1 += Product(ref a, ref b, i + Lanes);
            s2 += Product(ref a, ref b, i + 2 * Lanes);
            s3 += Product(ref a, ref b, i + 3 * Lanes);
        }
        for (; i <= count - Lanes; i += Lanes) s0 += Product(ref a, ref b, i);
        Vector256<double> sum = s0 + s1 + (s2 + s3);
        double result = sum[0] + sum[1] + (sum[2] + sum[3]);
        for (; i < count; i++) result += Unsafe.Add(ref a, i) * Unsafe.Add(ref b, i);
        return result;
    }

    /// <summary>target += factor x source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        ref double t = ref MemoryMarshal.GetReference(target);
        ref double s = ref MemoryMarshal.GetReference(source);
        Vector256<double> f = Vector256.Create(factor);
        int i = 0, count = source.Length;
        for (; i <= count - Lanes; i += Lanes)
            (Vector256.LoadUnsafe(ref t, (nuint)i) + f * Vector256.LoadUnsafe(ref s, (nuint)i)).StoreUnsafe(ref t, (nuint)i);
        for (; i < count; i++) Unsafe.Add(ref t, i) += factor * Unsafe.Add(ref s, i);
    }

    /// <summary>Takes every value towards a goal: goal + decay x (value - goal).</summary>
    /// <param name="values">Changed in place.</param>
    /// <param name="decays">What is left of each distance.</param>
    /// <param name="goal">Where all of them go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Relax(Span<double> values, ReadOnlySpan<double> decays, double goal)
    {
        ref double v = ref MemoryMarshal.GetReference(values);
        ref double d = ref MemoryMarshal.GetReference(decays);
        Vector256<double> g = Vector256.Create(goal);
        int i = 0, count = values.Length;
        for (; i <= count - Lanes; i += Lanes)
            (g + Vector256.LoadUnsafe(ref d, (nuint)i) * (Vector256.LoadUnsafe(ref v, (nuint)i) - g)).StoreUnsafe(ref v, (nuint)i);
        for (; i < count; i++) Unsafe.Add(ref v, i) = goal + Unsafe.Add(ref d, i) * (Unsafe.Add(ref v, i) - goal);
    }

    /// <summary>The next length that <see cref="MultiplyRows"/> takes.</summary>
    public static int Padded(int length) => (length + (3 * Lanes) - 1) / (3 * Lanes) * (3 * Lanes);

    /// <summary>result[c] = sum over r of factors[r] x table[r, c]; twelve columns at a time, even rows apart from odd ones, which hides the latency of sums.</summary>
    /// <param name="factors">[rows]</param>
    /// <param name="table">[rows, columns], row-major.</param>
    /// <param name="result">[columns], a length that is <see cref="Padded"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(ReadOnlySpan<double> factors, ReadOnlySpan<double> table, Span<double> result)
    {
        ref double t = ref MemoryMarshal.GetReference(table);
        ref double y = ref MemoryMarshal.GetReference(result);
        int columns = result.Length;
        for (int column = 0; column < columns; column += 3 * Lanes)
        {
            Vector256<double> e0 = default, e1 = default, e2 = default, o0 = default, o1 = default, o2 = default;
            int row = 0, at = column;
            for (; row < factors.Length - 1; row += 2, at += 2 * columns)
            {
                Vector256<double> even = Vector256.Create(factors[row]), odd = Vector256.Create(factors[row + 1]);
                e0 += even * Vector256.LoadUnsafe(ref t, (nuint)at);
                e1 += even * Vector256.LoadUnsafe(ref t, (nuint)(at + Lanes));
                e2 += even * Vector256.LoadUnsafe(ref t, (nuint)(at + (2 * Lanes)));
                o0 += odd * Vector256.LoadUnsafe(ref t, (nuint)(at + columns));
                o1 += odd * Vector256.LoadUnsafe(ref t, (nuint)(at + columns + Lanes));
                o2 += odd * Vector256.LoadUnsafe(ref t, (nuint)(at + columns + (2 * Lanes)));
            }
            if (row < factors.Length)
            {
                Vector256<double> even = Vector256.Create(factors[row]);
                e0 += even * Vector256.LoadUnsafe(ref t, (nuint)at);
                e1 += even * Vector256.LoadUnsafe(ref t, (nuint)(at + Lanes));
                e2 += even * Vector256.LoadUnsafe(ref t, (nuint)(at + (2 * Lanes)));
            }
            (e0 + o0).StoreUnsafe(ref y, (nuint)column);
            (e1 + o1).StoreUnsafe(ref y, (nuint)(column + Lanes));
            (e2 + o2).StoreUnsafe(ref y, (nuint)(column + (2 * Lanes)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Product(ref double a, ref double b, int i) => Vector256.LoadUnsafe(ref a, (nuint)i) * Vector256.LoadUnsafe(ref b, (nuint)i);
}
