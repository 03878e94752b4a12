namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Solves a network's system by preconditioned conjugate gradients, starting from any guess.</summary>
/// <remarks>
/// Hestenes and Stiefel, J. Res. NBS 49 (1952), on the system scaled from both sides by K = L + P, P the pivots of an incomplete factor. Since the
/// matrix is K + K' - (2 P - D), an iteration needs one sweep up and one down and no product (Eisenstat, SIAM J. Sci. Stat. Comput. 2, 1981):
/// with t = K'^-1 d the scaled matrix times d is t + K^-1 (d - (2 P - D) t), and t is at once the direction of the unscaled solution.
/// A solve allocates nothing.
/// </remarks>
public sealed class ConjugateGradients : ILinearSolver
{
    /// <summary>Residual over right side, in the Euclidean norm.</summary>
    private const double Target = 1e-11;

    private const int MostRestarts = 8;
    private const int MostIterations = 20_000;
    private readonly int[] _order;
    private readonly SparseSymmetricMatrix _matrix;
    private readonly double[] _pivots, _inversePivots, _excess;
    private readonly double[] _right, _solution, _residual, _direction, _sideways, _image;

    /// <param name="matrix">Symmetric positive definite, no positive entry beside its diagonal.</param>
    public ConjugateGradients(SparseSymmetricMatrix matrix)
    {
        _order = Ordering.Wavefronts(matrix);
        _matrix = matrix.Permuted(_order);
        _pivots = ModifiedIncompletePivots.Of(_matrix);
        _inversePivots = [.. _pivots.Select(p => 1 / p)];
        _excess = [.. _pivots.Select((p, i) => 2 * p - _matrix.Diagonal[i])];
        _right = new double[matrix.Count];
        _solution = new double[matrix.Count];
        _residual = new double[matrix.Count];
        _direction = new double[matrix.Count];
        _sideways = new double[matrix.Count];
        _image = new double[matrix.Count];
    }

    /// <summary>Iterations of the latest solve.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">There is no finite solution.</exception>
    public void Solve(ReadOnlySpan<double> right, Span<double> solution)
    {
        for (int i = 0; i < _order.Length; i++) (_right[i], _solution[i]) = (right[_order[i]], solution[_order[i]]);
        SolveOrdered();
        for (int i = 0; i < _order.Length; i++) solution[_order[i]] = _solution[i];
    }

    private void SolveOrdered()
    {
        double goal = Target * Target * VectorMath.Dot(_right, _right), best = double.PositiveInfinity;
        Iterations = 0;
        if (goal == 0) Array.Clear(_solution);
        for (int restart = 0; restart < MostRestarts && goal > 0; restart++)
        {
            double residual = TrueResidual();
            if (residual <= goal || residual >= 0.25 * best) return;
            best = residual;
            Descend(0.05 * goal / residual);
        }
    }

    /// <summary>The squared residual, freshly computed; rounding lets the running one drift.</summary>
    private double TrueResidual()
    {
        _matrix.Multiply(_solution, _image);
        for (int i = 0; i < _residual.Length; i++) _residual[i] = _right[i] - _image[i];
        double squared = VectorMath.Dot(_residual, _residual);
        return double.IsFinite(squared) ? squared : throw new ArithmeticException("There are no finite temperatures: some power, size or conductivity is far from anything physical.");
    }

    /// <summary>Iterates until the scaled residual, squared, has fallen by a factor.</summary>
    private void Descend(double factor)
    {
        _matrix.SolveLower(_inversePivots, _residual, _image);
        _image.CopyTo(_residual, 0);
        Array.Clear(_direction);
        double rho = ScaledResidual(), goal = factor * rho, beta = 0;
        for (int i = 0; i < MostIterations && rho > goal; i++)
        {
            Iterations++;
            for (int k = 0; k < _direction.Length; k++) _direction[k] = _pivots[k] * _residual[k] + beta * _direction[k];
            double curvature = ApplyScaled();
            if (!(curvature > 0)) return;
            double alpha = rho / curvature;
            VectorMath.AddScaled(_solution, alpha, _sideways);
            VectorMath.AddScaled(_residual, -alpha, _image);
            double next = ScaledResidual();
            beta = next / rho;
            rho = next;
        }
    }

    /// <summary>Makes the scaled matrix's image of the direction, and the unscaled direction beside it; returns direction x image.</summary>
    private double ApplyScaled()
    {
        _matrix.SolveUpper(_inversePivots, _direction, _sideways);
        for (int k = 0; k < _image.Length; k++) _image[k] = _direction[k] - _excess[k] * _sideways[k];
        _matrix.SolveLower(_inversePivots, _image, _image);
        for (int k = 0; k < _image.Length; k++) _image[k] += _sideways[k];
        return VectorMath.Dot(_direction, _image);
    }

    private double ScaledResidual()
    {
        double sum = 0;
        for (int k = 0; k < _residual.Length; k++) sum += _pivots[k] * _residual[k] * _residual[k];
        return sum;
    }
}
