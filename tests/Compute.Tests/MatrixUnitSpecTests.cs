using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute.Tests;

public sealed class MatrixUnitSpecTests
{
    private static readonly Clock Clock = Clock.FromHertz(1_000_000_000);
    private static readonly MatrixUnitSpec Unit = new([new MatrixRate(NumberFormat.Bf16, 4096, 0.5)], 64, 8, Bytes.FromCount(32), Duration.Zero);

    [Theory]
    [InlineData(64, 8, 16, 8)]
    [InlineData(1, 1, 1, 8)]
    [InlineData(65, 8, 16, 16)]
    [InlineData(64, 9, 16, 16)]
    [InlineData(64, 8, 17, 16)]
    [InlineData(8, 64, 16, 8)]
    [InlineData(8, 65, 16, 16)]
    public void ShapesArePaddedToTheNativeInstructionAsTheyStandOrTransposed(int m, int n, int k, long cycles) =>
        Assert.Equal(Duration.FromNanoseconds(cycles), Unit.TimeFor(m, n, k, NumberFormat.Bf16, Clock));

    [Fact]
    public void AMissingFormatIsNamedWithThoseThatAreThere()
    {
        NotSupportedException fault = Assert.Throws<NotSupportedException>(() => Unit.TimeFor(1, 1, 1, NumberFormat.Fp8, Clock));

        Assert.Equal("The matrix unit has no fp8; it computes bf16.", fault.Message);
    }
}
