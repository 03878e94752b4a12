using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Tests.Solvers;

public sealed class VectorMathTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 12)]
    [InlineData(5, 13)]
    [InlineData(60, 9)]
    public void RowsAreMultipliedAndAdded(int rows, int columns)
    {
        int width = VectorMath.Padded(columns);
        double[] factors = [.. Enumerable.Range(1, rows).Select(r => (double)r)], table = new double[rows * width], result = new double[width];
        for (int at = 0; at < table.Length; at++) table[at] = at % width < columns ? at : 0;

        VectorMath.MultiplyRows(factors, table, result);

        for (int c = 0; c < width; c++) Assert.Equal(Enumerable.Range(0, rows).Sum(r => factors[r] * table[(r * width) + c]), result[c]);
    }
}
