using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Tests.Solvers;

public sealed class SymmetricEigenTests
{
    [Fact]
    public void AChainHasItsKnownEigenvalues()
    {
        const int Count = 40;
        var matrix = new double[Count, Count];
        for (int i = 0; i < Count; i++) matrix[i, i] = 2;
        for (int i = 1; i < Count; i++) matrix[i, i - 1] = matrix[i - 1, i] = -1;

        double[] values = [.. new SymmetricEigen(matrix).Values.Order()];

        for (int k = 1; k <= Count; k++) Assert.Equal(2 - (2 * Math.Cos(k * Math.PI / (Count + 1))), values[k - 1], 11);
    }

    [Fact]
    public void VectorsAreOrthogonalAndGiveTheMatrixBack()
    {
        double[,] matrix = { { 4, 1, -2, 0.5 }, { 1, 1e-6, 0, 3 }, { -2, 0, 3, 1e3 }, { 0.5, 3, 1e3, -1 } };
        var eigen = new SymmetricEigen((double[,])matrix.Clone());

        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double product = 0, entry = 0;
                for (int k = 0; k < 4; k++)
                {
                    product += eigen.Vectors[k, i] * eigen.Vectors[k, j];
                    entry += eigen.Values[k] * eigen.Vectors[i, k] * eigen.Vectors[j, k];
                }
                Assert.Equal(i == j ? 1 : 0, product, 12);
                Assert.Equal(matrix[i, j], entry, 9);
            }
        }
    }
}
