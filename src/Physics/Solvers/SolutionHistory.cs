namespace DeepStack.Sim.Physics.Solvers;

/// <summary>Guesses the next solution of a fixed matrix from the latest few: the best mixture of them in the energy norm.</summary>
/// <remarks>Fischer, Projection techniques for iterative solution of Ax = b with successive right-hand sides, CMAME 163 (1998).</remarks>
internal sealed class SolutionHistory(SparseSymmetricMatrix matrix)
{
    private const int Most = 6;
    private readonly List<double[]> _basis = [];
    private readonly double[] _guess = new double[matrix.Count];
    private readonly double[] _image = new double[matrix.Count];

    /// <summary>Writes the guess for a right side.</summary>
    public void Guess(ReadOnlySpan<double> right, Span<double> guess)
    {
        Array.Clear(_guess);
        foreach (double[] vector in _basis) VectorMath.AddScaled(_guess, VectorMath.Dot(vector, right), vector);
        _guess.CopyTo(guess);
    }

    /// <summary>Takes the solution that the latest guess led to.</summary>
    public void Add(ReadOnlySpan<double> solution)
    {
        bool full = _basis.Count == Most;
        if (full) _basis.Clear();
        double[] added = solution.ToArray();
        if (!full) VectorMath.AddScaled(added, -1, _guess);
        matrix.Multiply(added, _image);
        double energy = VectorMath.Dot(added, _image);
        matrix.Multiply(solution, _image);
        if (!(energy > 1e-18 * VectorMath.Dot(solution, _image))) return;
        double scale = 1 / Math.Sqrt(energy);
        for (int i = 0; i < added.Length; i++) added[i] *= scale;
        _basis.Add(added);
    }
}
