using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Laws;

/// <summary>Finds the steady temperatures at which leakage and heat agree, by Newton's method, or finds that there are none.</summary>
/// <remarks>
/// With rises r0 from all other power and influence R, F(r) = r - r0 - R L(r) is concave in each leakage, so Newton from r0 climbs without
/// overshoot to the least solution as long as I - R L' keeps positive pivots. A pivot that is not positive means that a kelvin more makes
/// leakage that heats by a kelvin or more: thermal runaway.
/// </remarks>
public static class LeakageSolver
{
    private const int MostSteps = 60;
    private const double Converged = 1e-10;

    /// <summary>Solves for the block rises.</summary>
    /// <param name="influence">[blocks, blocks] K/W: the rise of a row's block for a watt in a column's block.</param>
    /// <param name="otherRises">[blocks] K from all power but this leakage.</param>
    /// <param name="laws">[blocks] the leakage of each.</param>
    /// <param name="ambient">What rises count from.</param>
    /// <exception cref="ThermalRunawayException">There is no steady temperature.</exception>
    public static double[] Solve(double[,] influence, ReadOnlySpan<double> otherRises, IReadOnlyList<LeakageLaw> laws, Celsius ambient)
    {
        int count = laws.Count;
        double[] rises = otherRises.ToArray();
        var matrix = new double[count, count];
        var missing = new double[count];
        for (int step = 0; step < MostSteps; step++)
        {
            for (int i = 0; i < count; i++)
            {
                double sum = otherRises[i] - rises[i];
                for (int j = 0; j < count; j++)
                {
                    Celsius temperature = Celsius.FromDegrees(ambient.Degrees + rises[j]);
                    sum += influence[i, j] * laws[j].At(temperature).Watts;
                    matrix[i, j] = (i == j ? 1 : 0) - influence[i, j] * laws[j].SlopeAt(temperature);
                }
                missing[i] = sum;
            }
            if (!Eliminate(matrix, missing)) throw new ThermalRunawayException(Celsius.FromDegrees(ambient.Degrees + rises.Max()));
            double largest = 0;
            for (int i = 0; i < count; i++)
            {
                rises[i] += missing[i];
                largest = Math.Max(largest, Math.Abs(missing[i]));
            }
            if (largest < Converged) return rises;
        }
        throw new ThermalRunawayException(Celsius.FromDegrees(ambient.Degrees + rises.Max()));
    }

    /// <summary>Gauss without pivoting, in place; false if a pivot is not positive.</summary>
    private static bool Eliminate(double[,] matrix, double[] right)
    {
        int count = right.Length;
        for (int k = 0; k < count; k++)
        {
            double pivot = matrix[k, k];
            if (!(pivot > 1e-12) || !double.IsFinite(pivot)) return false;
            for (int i = k + 1; i < count; i++)
            {
                double factor = matrix[i, k] / pivot;
                if (factor == 0) continue;
                for (int j = k; j < count; j++) matrix[i, j] -= factor * matrix[k, j];
                right[i] -= factor * right[k];
            }
        }
        for (int i = count - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < count; j++) right[i] -= matrix[i, j] * right[j];
            right[i] /= matrix[i, i];
        }
        return true;
    }
}
