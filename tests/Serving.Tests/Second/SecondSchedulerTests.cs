namespace DeepStack.Sim.Serving.Tests.Second;

public sealed class SecondSchedulerTests
{
    public static TheoryData<Mutation> Mutations => [.. Enum.GetValues<Mutation>().Where(m => m != Mutation.None)];

    [Fact]
    public void BothSchedulersAgreeStepForStepOnTenThousandScenarios()
    {
        int preempting = 0, sharing = 0, loading = 0, dropping = 0;
        for (ulong seed = 0; seed < 10_000; seed++)
        {
            var result = new Comparison(seed, Mutation.None);
            Assert.True(result.Difference is null, $"scenario {seed}: {result.Difference}");
            if (result.Preempted > 0) preempting++;
            if (result.CachedTokens > 0) sharing++;
            if (result.Loads > 0) loading++;
            if (result.Dropped > 0) dropping++;
        }

        Assert.All([preempting, sharing, loading, dropping], scenarios => Assert.InRange(scenarios, 1000, 10_000));
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void EachRuleGotWrongIsNoticed(Mutation mutation)
    {
        bool noticed = false;
        for (ulong seed = 0; seed < 2000 && !noticed; seed++) noticed = new Comparison(seed, mutation).Difference is not null;

        Assert.True(noticed, $"{mutation} goes unnoticed");
    }
}
