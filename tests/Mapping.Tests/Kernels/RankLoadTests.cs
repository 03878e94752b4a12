using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Tests.Kernels;

public sealed class RankLoadTests
{
    [Theory]
    [InlineData(8, 64)]
    [InlineData(96, 64)]
    [InlineData(64, 64)]
    [InlineData(7, 16)]
    public void TheFullestRankIsThatOfHeadsDealtOneByOne(int heads, int ranks)
    {
        var random = new RandomStream(3, $"{heads} over {ranks}");
        var step = new StepShape();
        step.Add(new SequenceSlice(100, 0, Samples: true));
        for (int i = 0; i < 37; i++) step.Add(new SequenceSlice(1, 1 + (int)random.NextInteger(9000), Samples: true));

        RankLoad load = RankLoad.Of(ShapeOf(heads), step, ranks);

        var positions = new long[ranks];
        var counts = new long[ranks];
        int next = 0;
        foreach (SequenceSlice slice in step.Slices.Where(s => s.IsDecode))
        {
            for (int head = 0; head < heads; head++, next++)
            {
                positions[next % ranks] += slice.ContextTokens + 1;
                counts[next % ranks]++;
            }
        }
        Assert.Equal(new RankLoad(positions.Max(), counts.Max(), 4, 128), load);
    }

    [Fact]
    public void AWindowHidesWhatLiesBeforeIt()
    {
        var step = new StepShape();
        step.Add(new SequenceSlice(1, 5000, Samples: true));

        Assert.Equal(1024, RankLoad.Of(ShapeOf(8) with { Limit = 1024 }, step, 64).Positions);
    }

    private static AttentionShape ShapeOf(int heads) => new("attention", heads * 4, heads, 128, NumberFormat.Bf16, NumberFormat.Bf16);
}
