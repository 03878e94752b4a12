using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Physics.Tests.Laws;

public sealed class PortableMathTests
{
    [Fact]
    public void FunctionsAgreeWithTheLibrary()
    {
        for (double x = -50; x < 50; x += 0.37) Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 14);
        for (double x = 1e-9; x < 1e9; x *= 1.7) Assert.Equal(1, PortableMath.CubeRoot(x) / Math.Cbrt(x), 14);
        for (int degree = 1; degree <= 16; degree++) Assert.Equal(1, PortableMath.Root(7e5, degree) / Math.Pow(7e5, 1.0 / degree), 13);
        Assert.Equal(0, PortableMath.CubeRoot(0));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1000));
    }
}
