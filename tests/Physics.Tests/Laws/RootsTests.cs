using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Physics.Tests.Laws;

public sealed class RootsTests
{
    [Fact]
    public void RootsAgreeWithTheLibrary()
    {
        for (double x = 1e-9; x < 1e9; x *= 1.7) Assert.Equal(1, Roots.CubeRoot(x) / Math.Cbrt(x), 14);
        for (int degree = 1; degree <= 16; degree++) Assert.Equal(1, Roots.Root(7e5, degree) / Math.Pow(7e5, 1.0 / degree), 13);
        Assert.Equal(0, Roots.CubeRoot(0));
    }
}
