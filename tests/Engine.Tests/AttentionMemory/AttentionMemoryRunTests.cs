using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.AttentionMemory;

public sealed class AttentionMemoryRunTests
{
    [Fact]
    public void TheCacheHasTheCapacityOfTheMemoryWhateverWeightsLeaveOnTheDevices()
    {
        PreparedRun with = PreparedRun.From(Small()), without = PreparedRun.From(Small() with { Platform = "a100-8" });

        // 80 layers of 8 heads of 128 keys and values in 16 bits: 327,680 B a token.
        Assert.Equal(2_000_000_000_000 / (327_680L * with.Serving.Scheduler.BlockTokens), with.Serving.Scheduler.BlockCount);
        Assert.True(with.Serving.Scheduler.BlockCount > 4 * without.Serving.Scheduler.BlockCount);
        Assert.False(with.Serving.Scheduler.PrefixCaching);
    }

    [Theory]
    [InlineData(OverlapModes.None)]
    [InlineData(OverlapModes.Interleaved)]
    public void ARunServesEveryRequestAndShowsWhereAttentionRan(OverlapModes overlap)
    {
        RecordedRun first = Record(Small() with { Plan = new ParallelPlan(8) { Overlap = overlap } }), second = Record(Small() with { Plan = new ParallelPlan(8) { Overlap = overlap } });

        Assert.True(first.Ending!.Complete);
        Assert.Equal(Small().Requests.Limit, first.Requests.Count);
        Assert.Contains(first.Operators, op => op.Kind == OperatorKind.MemoryAttention);
        Assert.Equal(first.Ending.At, second.Ending!.At);
        Assert.Equal(first.Operators, second.Operators);
        Assert.All(first.Operators.Where(op => op.Kind == OperatorKind.MemoryAttention), op => Assert.Equal(default, op.Banks));
        Assert.All(first.Operators, op => Assert.True(op.CriticalTime >= Duration.Zero && op.CriticalTime <= op.Elapsed));
        Assert.Contains(first.Header!.Facts, fact => fact.Name == "attention memory" && fact.Value.Contains("energy is not counted", StringComparison.Ordinal));
    }

    [Fact]
    public void PrefixesInTheMemoryCannotBeReadByPromptsAndAreRefused()
    {
        Refused(Small() with { Serving = new ServingOptions { PrefixCaching = true } }, "prefill attention cannot read prefixes there");
    }

    [Fact]
    public void HostMemoryBesideTheAttentionMemoryIsRefused() =>
        Refused(Small() with { HostMemory = new HostMemoryOptions(Bytes.Parse("1 GiB")) }, "host_memory has nothing to hold");

    [Fact]
    public void PoolsAreRefused()
    {
        var pools = new PoolList([
            new PoolSpec { Name = "first", Role = PoolRole.Prefill, Platform = "a100-8", Plan = new ParallelPlan(8) },
            new PoolSpec { Name = "second", Role = PoolRole.Decode, Platform = "l3-a100-8", Plan = new ParallelPlan(8) }]);

        Refused(Small() with { Pools = pools }, "Pool second: l3-a100-8 keeps KV blocks in its attention memory");
    }

    [Theory]
    [InlineData(500, "for 512 tokens")]
    [InlineData(600, "tokens")]
    [InlineData(100_000, null)]
    public void DevicesNeedRoomForAChunkAndForTheLongestRequest(long room, string? message)
    {
        Scenario chunks = Small() with { Serving = new ServingOptions { TokenBudget = 512, MaxSequences = 16 } };
        MemoryBudget budget = PreparedRun.From(chunks).Serving.Budget;
        double share = (double)(budget.Usable - budget.ForCache + budget.PerToken * room).Count / budget.Capacity.Count;
        Scenario tight = chunks with { Serving = chunks.Serving with { MemoryUtilization = share } };

        if (message is null) Assert.Equal(6, PreparedRun.From(tight).Trace.Requests.Count);
        else Refused(tight, message);
    }

    private static void Refused(Scenario scenario, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => PreparedRun.From(scenario)).Message, StringComparison.Ordinal);

    private static Scenario Small() => new()
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Platform = "l3-a100-8",
        Model = "llama-3.1-70b",
        Plan = new ParallelPlan(8),
        Fidelity = Fidelity.Analytical,
        Requests = new RequestSelection { Limit = 6 },
    };

    private static RecordedRun Record(Scenario scenario)
    {
        var records = new RecordedRun();
        new SimulationRun(PreparedRun.From(scenario), new RunServices()).Execute(records);
        return records;
    }
}
