using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute.Tests;

public sealed class MatrixUnitSpecTests
{
    private static readonly Clock Clock = Clock.FromHertz(1_000_000_000);
    private static readonly MatrixUnitSpec Unit = new([new MatrixRate(NumberFormat.Bf16, 4096, 0.5)], 64, 8, Bytes.FromCount(32), Duration.Zero);

    private static readonly MatrixUnitSpec Cuttable = new([new MatrixRate(NumberFormat.Bf16, 8192, 1)], 64, 32, Bytes.FromCount(2), Duration.Zero)
    {
        BaseArrays = new BaseArraySpec(8, Cycles.FromCount(1)),
    };

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

    /// <summary>64 x 8 in up to eight pieces of eight rows; whole, a product of one row is computed transposed.</summary>
    [Theory]
    [InlineData(1, 64, 1, 128, 8, 19)]
    [InlineData(8, 64, 1, 128, 8, 19)]
    [InlineData(8, 64, 2, 64, 8, 11)]
    [InlineData(9, 64, 4, 128, 4, 34)]
    [InlineData(64, 64, 1, 128, 1, 128)]
    [InlineData(128, 64, 1, 128, 1, 256)]
    [InlineData(1, 64, 1, 1, 1, 1)]
    public void AnArrayIsCutIntoThePiecesThatAreFastest(int m, int n, int depthGranule, int k, int pieces, long cycles)
    {
        MatrixUnitSpec unit = Cuttable with { ColumnGranule = 64, DepthGranule = Bytes.FromCount(2 * depthGranule) };

        Assert.Equal(pieces, unit.PiecesFor(m, n, k, NumberFormat.Bf16));
        Assert.Equal(Duration.FromNanoseconds(cycles), unit.TimeFor(m, n, k, NumberFormat.Bf16, Clock));
    }

    [Fact]
    public void AnArrayThatCanBeCutIsNeverSlowerThanAWholeOneAndNeverFasterThanItsPeak()
    {
        var random = new RandomStream(1, "base arrays");
        MatrixUnitSpec whole = Cuttable with { BaseArrays = null };
        for (int i = 0; i < 2000; i++)
        {
            int m = 1 + (int)random.NextInteger(300), n = 1 + (int)random.NextInteger(300), k = 1 + (int)random.NextInteger(300);

            Duration cut = Cuttable.TimeFor(m, n, k, NumberFormat.Bf16, Clock);

            Assert.True(cut <= whole.TimeFor(m, n, k, NumberFormat.Bf16, Clock));
            Assert.True(cut >= Duration.FromNanoseconds((long)(2.0 * m * n * k / 8192)));
            if (m >= 64 && m % 64 == 0) Assert.Equal(1, (Cuttable with { ColumnGranule = 1 }).PiecesFor(m, n, k, NumberFormat.Bf16));
        }
    }

    [Fact]
    public void AMissingFormatIsNamedWithThoseThatAreThere()
    {
        NotSupportedException fault = Assert.Throws<NotSupportedException>(() => Unit.TimeFor(1, 1, 1, NumberFormat.Fp8, Clock));

        Assert.Equal("The matrix unit has no fp8; it computes bf16.", fault.Message);
    }
}
