using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

/// <summary>Matrix units that can be cut into base arrays, beside the same ones in one piece.</summary>
public sealed class BaseArrayTests
{
    private static readonly DeviceRates Decode = DeviceRates.Of(PlatformPreset.Open("lamosys-like:decode").Device);
    private static readonly DeviceRates Prefill = DeviceRates.Of(PlatformPreset.Open("lamosys-like:prefill").Device);

    /// <summary>Uncut, eight rows in 64 take more time than their weights; cut, memory and the buffers between are what is left.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void AProductOfFewRowsIsAsFastAsItsWeightsComeAndWasNotInOnePiece(int rows)
    {
        MatrixShape shape = Shape(rows, 8192, 8192);
        Kernel cut = new MatrixTiling(Decode).KernelFor(shape), whole = new MatrixTiling(Whole(Decode)).KernelFor(shape);
        Duration weights = shape.WeightBytes / Decode.MemoryRate;

        Assert.True(whole.ComputeTime > 2 * weights);
        Assert.True(cut.ComputeTime < weights);
        Assert.InRange(Decode.Predict(whole) / Decode.Predict(cut), 1.7, 4);
        Assert.True(Decode.Predict(cut) >= weights);
        Assert.EndsWith("on 8 pieces", cut.Tiling, StringComparison.Ordinal);
    }

    [Fact]
    public void WhereMemoryIsSlowerTheGainIsLess()
    {
        MatrixShape shape = Shape(1, 8192, 8192);

        Assert.InRange(Gain(Prefill, shape), 1, Gain(Decode, shape) - 0.3);
    }

    [Theory]
    [InlineData(2048, 8192, 8192)]
    [InlineData(4096, 4096, 4096)]
    public void LargeProductsAreAsTheyWereInOnePiece(int m, int n, int k)
    {
        Kernel cut = new MatrixTiling(Decode).KernelFor(Shape(m, n, k)), whole = new MatrixTiling(Whole(Decode)).KernelFor(Shape(m, n, k));

        Assert.Equal(whole.Tiling, cut.Tiling);
        Assert.Equal(whole.Runs.AsEnumerable(), cut.Runs);
    }

    [Fact]
    public void NoProductIsPredictedSlowerThanInOnePiece()
    {
        var random = new RandomStream(1, "base arrays");
        MatrixTiling cut = new(Decode), whole = new(Whole(Decode));
        for (int i = 0; i < 200; i++)
        {
            MatrixShape shape = Shape(1 + (int)random.NextInteger(i % 2 == 0 ? 32 : 1024), 1 + (int)random.NextInteger(8192), 64 + (int)random.NextInteger(8192));

            Assert.True(Decode.Predict(cut.KernelFor(shape)) <= Decode.Predict(whole.KernelFor(shape)), shape.ToString());
        }
    }

    [Fact]
    public void ExpertsWithFewRowsGainAndFullOnesDoNot()
    {
        Assert.InRange(TimeOf(Whole(Decode), 2) / TimeOf(Decode, 2), 1.4, 4);
        Assert.Equal(TimeOf(Whole(Decode), 4096), TimeOf(Decode, 4096));

        static Duration TimeOf(DeviceRates rates, int rows)
        {
            var shape = new GroupedShape("x", new ExpertLoad([rows, rows, rows]), 2048, 7168, NumberFormat.Bf16.SizeOf(2048L * 7168), NumberFormat.Bf16, NumberFormat.Bf16) { IsRouted = true };
            return rates.Predict(new GroupedTiling(rates).KernelFor(shape));
        }
    }

    [Fact]
    public void QueriesOfAHeadFillABaseArrayInsteadOfAWholeOne()
    {
        var step = new StepShape();
        for (int i = 0; i < 32; i++) step.Add(new SequenceSlice(1, 4096, Samples: true));
        var shape = new AttentionShape("attention", 64, 8, 128, NumberFormat.Bf16, NumberFormat.Bf16);

        Duration cut = Decode.Predict(new AttentionTiling(Decode).DecodeKernel(shape, step)!), whole = Decode.Predict(new AttentionTiling(Whole(Decode)).DecodeKernel(shape, step)!);

        Assert.InRange(whole / cut, 2, 8);
        Assert.True(cut >= shape.PerToken * 32 * 4096 / Decode.MemoryRate);
    }

    private static double Gain(DeviceRates rates, in MatrixShape shape) =>
        rates.Predict(new MatrixTiling(Whole(rates)).KernelFor(shape)) / rates.Predict(new MatrixTiling(rates).KernelFor(shape));

    private static DeviceRates Whole(DeviceRates rates) => rates with { Compute = rates.Compute with { Matrix = rates.Compute.Matrix with { BaseArrays = null } } };

    private static MatrixShape Shape(int m, int n, int k) =>
        new("x", m, n, k, NumberFormat.Bf16.SizeOf((long)n * k), NumberFormat.Bf16, NumberFormat.Bf16);
}
