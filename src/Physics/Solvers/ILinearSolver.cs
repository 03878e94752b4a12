namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Solves one fixed matrix for many right sides.</summary>
public interface ILinearSolver
{
    /// <summary>Solves matrix x solution = right.</summary>
    /// <param name="right">The right side.</param>
    /// <param name="solution">In: a guess, which iterative solvers start from. Out: the solution.</param>
    void Solve(ReadOnlySpan<double> right, Span<double> solution);
}
