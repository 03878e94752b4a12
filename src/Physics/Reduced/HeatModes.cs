using System.Runtime.CompilerServices;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Reduced;

/// <summary>How constant power warms a network: rise(t) = sum over i of Parts[i] (1 - exp(-Rates[i] t)).</summary>
/// <remarks>
/// Power that leads to the steady rise s takes the network along s - exp(-t C^-1 G) s. The exponential acts within the Krylov space of
/// (I + C^-1 G / a)^-1 and s, which holds slow and fast times alike after a few dozen solutions with one factor (van den Eshof and Hochbruck,
/// "Preconditioning Lanczos approximations to the matrix exponential", SIAM J. Sci. Comput. 27, 2006). Its vectors are orthogonal in the product
/// that weighs nodes by their heat capacity, in which the operator is symmetric.
/// </remarks>
internal sealed class HeatModes
{
    /// <summary>Vectors of the space: enough for times over six decades, to which a test holds it.</summary>
    private const int Size = 32;

    /// <summary>What is left of a vector, once the others are taken out of it, is rounding below this share.</summary>
    private const double Negligible = 1e-12;

    private readonly double[] _capacity;
    private readonly List<double[]> _basis = [];
    private readonly double[] _weighed;

    /// <param name="network">The network.</param>
    /// <param name="solver">Solves (a C + G).</param>
    /// <param name="rate">a, in 1/s: between the rates that matter, on a logarithmic scale.</param>
    /// <param name="steady">K: where the power takes every node; not zero everywhere.</param>
    public HeatModes(ThermalNetwork network, ILinearSolver solver, double rate, ReadOnlySpan<double> steady)
    {
        _capacity = network.Capacity.ToArray();
        _weighed = new double[network.Count];
        double[] first = steady.ToArray();
        double length = Normalize(first);
        _basis.Add(first);
        var eigen = new SymmetricEigen(Project(solver, rate));
        Rates = [.. eigen.Values.Select(v => rate * ((1 / v) - 1))];
        Parts = [.. Rates.Select((_, mode) => Combine(eigen.Vectors, mode, length * eigen.Vectors[0, mode]))];
    }

    /// <summary>[modes] 1/s.</summary>
    public double[] Rates { get; }

    /// <summary>[modes][nodes] K; together the steady rise.</summary>
    public double[][] Parts { get; }

    /// <summary>Spans the space; returns the operator within it, which is tridiagonal.</summary>
    private double[,] Project(ILinearSolver solver, double rate)
    {
        var along = new List<double>();
        var beside = new List<double>();
        while (true)
        {
            double[] image = [.. _basis[^1]];
            Weigh(image, rate);
            solver.Solve(_weighed, image);
            double whole = LengthOf(image);
            along.Add(TakeOut(image));
            TakeOut(image);
            if (_basis.Count == Size || LengthOf(image) < Negligible * whole) break;
            beside.Add(Normalize(image));
            _basis.Add(image);
        }
        var projected = new double[along.Count, along.Count];
        for (int i = 0; i < along.Count; i++) projected[i, i] = along[i];
        for (int i = 0; i < beside.Count; i++) projected[i, i + 1] = projected[i + 1, i] = beside[i];
        return projected;
    }

    /// <summary>Takes all vectors of the space out of another; returns how much of the latest was in it. A second time removes what rounding leaves.</summary>
    private double TakeOut(double[] vector)
    {
        Weigh(vector, 1);
        double share = 0;
        foreach (double[] known in _basis)
        {
            share = VectorMath.Dot(known, _weighed);
            VectorMath.AddScaled(vector, -share, known);
        }
        return share;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Normalize(double[] vector)
    {
        double length = LengthOf(vector);
        for (int node = 0; node < vector.Length; node++) vector[node] /= length;
        return length;
    }

    private double LengthOf(double[] vector)
    {
        Weigh(vector, 1);
        return Math.Sqrt(VectorMath.Dot(vector, _weighed));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(double[] vector, double factor)
    {
        for (int node = 0; node < vector.Length; node++) _weighed[node] = factor * _capacity[node] * vector[node];
    }

    private double[] Combine(double[,] vectors, int mode, double factor)
    {
        var part = new double[_capacity.Length];
        for (int i = 0; i < _basis.Count; i++) VectorMath.AddScaled(part, factor * vectors[i, mode], _basis[i]);
        return part;
    }
}
