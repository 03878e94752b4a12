namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Solves a symmetric positive definite system by preconditioned conjugate gradients, starting from any guess.</summary>
/// <remarks>Hestenes and Stiefel, J. Res. NBS 49 (1952). Works on its own arrays; a solve allocates nothing.</remarks>
public sealed class ConjugateGradients : ILinearSolver
{
    private const double Target = 1e-11;
    private const int MostIterations = 20_000;
    private readonly SparseSymmetricMatrix _matrix;
    private readonly ModifiedIncompleteFactor _preconditioner;
    private readonly double[] _residual, _direction, _image, _conditioned;

    /// <param name="matrix">Symmetric positive definite.</param>
    public ConjugateGradients(SparseSymmetricMatrix matrix)
    {
        _matrix = matrix;
        _preconditioner = new ModifiedIncompleteFactor(matrix);
        _residual = new double[matrix.Count];
        _direction = new double[matrix.Count];
        _image = new double[matrix.Count];
        _conditioned = new double[matrix.Count];
    }

    /// <summary>Iterations of the latest solve.</summary>
    public int Iterations { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The residual does not fall: the matrix is not positive definite.</exception>
    public void Solve(ReadOnlySpan<double> right, Span<double> solution)
    {
        double goal = Target * Target * VectorMath.Dot(right, right);
        Iterations = 0;
        if (goal == 0)
        {
            solution.Clear();
            return;
        }
        double best = double.PositiveInfinity;
        for (int restart = 0; restart < 8; restart++)
        {
            double residual = TrueResidual(right, solution);
            if (residual <= goal || residual >= 0.25 * best) return;
            best = residual;
            Descend(solution, goal);
        }
    }

    /// <summary>The squared residual, freshly computed; rounding lets the running one drift.</summary>
    private double TrueResidual(ReadOnlySpan<double> right, Span<double> solution)
    {
        _matrix.Multiply(solution, _image);
        for (int i = 0; i < _residual.Length; i++) _residual[i] = right[i] - _image[i];
        double squared = VectorMath.Dot(_residual, _residual);
        return double.IsFinite(squared) ? squared : throw new ArithmeticException("The linear system has no finite solution.");
    }

    private void Descend(Span<double> solution, double goal)
    {
        _preconditioner.Apply(_residual, _conditioned);
        _conditioned.CopyTo(_direction, 0);
        double rho = VectorMath.Dot(_residual, _conditioned);
        for (int i = 0; i < MostIterations && VectorMath.Dot(_residual, _residual) > 0.25 * goal; i++)
        {
            Iterations++;
            _matrix.Multiply(_direction, _image);
            double curvature = VectorMath.Dot(_direction, _image);
            if (!(curvature > 0)) return;
            double alpha = rho / curvature;
            VectorMath.AddScaled(solution, alpha, _direction);
            VectorMath.AddScaled(_residual, -alpha, _image);
            _preconditioner.Apply(_residual, _conditioned);
            double next = VectorMath.Dot(_residual, _conditioned), beta = next / rho;
            for (int k = 0; k < _direction.Length; k++) _direction[k] = _conditioned[k] + beta * _direction[k];
            rho = next;
        }
    }
}
