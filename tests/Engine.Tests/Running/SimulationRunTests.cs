using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.Running;

public sealed class SimulationRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void AttentionGroupsOfAReplicaServeTheirOwnRequestsInLockStep()
    {
        RecordedRun records = Record(PreparedRun.From(Small() with
        {
            Platform = "h100-8",
            Model = "qwen3-30b-a3b",
            Fidelity = Fidelity.Analytical,
            Plan = new ParallelPlan(2) { AttentionData = 4, ExpertParallel = 8 },
        }));

        Assert.Equal([0, 1, 2, 3], records.Requests.Select(r => r.Replica).Distinct().Order());
        Assert.True(records.Ending!.Complete);
        foreach (var together in records.Steps.GroupBy(s => s.Start).Where(g => g.Count() > 1)) Assert.Single(together.Select(s => s.End).Distinct());
    }

    [Theory]
    [InlineData("stack3d-8", true)]
    [InlineData("h100-8", false)]
    public void WhatCrossesTheBanksCrossesTheStackAndWhatCrossesTheBufferTheMeshIfThereAreAny(string platform, bool isStacked)
    {
        RecordedRun records = Record(PreparedRun.From(Small() with { Platform = platform, Model = "llama-3-8b", Fidelity = Fidelity.Analytical, Plan = new ParallelPlan(2) }));

        foreach (OperatorRecord op in records.Operators)
        {
            Assert.Equal(isStacked ? op.Banks.Amount : Bytes.Zero, op.VerticalLinks.Amount);
            Assert.Equal(isStacked ? op.Buffers : default, op.Noc);
        }
    }

    [Fact]
    public void EveryRequestGetsTheTokensItAsksFor()
    {
        PreparedRun prepared = PreparedRun.From(Small());
        RecordedRun records = Record(prepared);

        Assert.True(records.Ending!.Complete);
        Assert.Equal(prepared.Trace.Requests.Count, records.Requests.Count);
        foreach (RequestRecord request in records.Requests)
        {
            Assert.Equal(prepared.Trace.Requests[request.Index].OutputTokens, request.OutputTokens);
            Assert.Equal(request.OutputTokens, request.Runs.Sum(r => r.Steps * r.DeliveredTokens));
            Assert.True(request.Arrival <= request.Queued && request.Queued <= request.FirstScheduled);
            Assert.True(request.FirstScheduled < request.FirstToken && request.FirstToken <= request.Finished);
        }
    }

    [Fact]
    public void StepsOfAReplicaNeverOverlapAndLastAsLongAsTheirOperatorsAndTheHost()
    {
        RecordedRun records = Record(PreparedRun.From(Small() with { Plan = new ParallelPlan(2, DataParallel: 2) }));

        foreach (IGrouping<int, StepRecord> replica in records.Steps.GroupBy(s => s.Replica))
        {
            StepRecord[] steps = [.. replica.OrderBy(s => s.Ordinal)];
            for (int i = 1; i < steps.Length; i++) Assert.True(steps[i].Start >= steps[i - 1].End);
        }
        Assert.Equal(2, records.Steps.Select(s => s.Replica).Distinct().Count());
    }

    [Fact]
    public void KvBlocksAllComeBack()
    {
        RecordedRun records = Record(PreparedRun.From(Small() with { Serving = new ServingOptions { Blocks = 600 } }));

        Assert.True(records.Ending!.Complete);
        Assert.True(records.Steps.Max(s => s.KvCacheUse) > 0.5);
        Assert.True(records.Steps[^1].KvCacheUse < 0.5);
    }

    [Fact]
    public void ColdWarmAndSharedMemosGiveTheSameBytes()
    {
        string memo = Path.Combine(_folder, "memo");
        PreparedRun prepared = PreparedRun.From(Small());

        string none = Write(prepared, "none", memo: null);
        string cold = Write(prepared, "cold", memo);
        string warm = Write(prepared, "warm", memo);
        Write(PreparedRun.From(Small() with { Requests = new RequestSelection { Limit = 7 } }), "other", memo);
        string shared = Write(prepared, "shared", memo);

        foreach (string folder in (string[])[cold, warm, shared])
        {
            foreach (string file in Directory.GetFiles(none))
                Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, Path.GetFileName(file)))), $"{folder}/{Path.GetFileName(file)} differs");
        }
    }

    [Theory]
    [InlineData(true, "off")]
    [InlineData(false, "off")]
    [InlineData(true, "0.05")]
    public void MergedRunsOfDecodesGiveTheSameBytesInEveryFile(bool asynchronous, string jitter)
    {
        PreparedRun prepared = PreparedRun.From(Small() with
        {
            Requests = new RequestSelection { Limit = 300, Speedup = 2 },
            Serving = new ServingOptions { StepModel = "constant:22.8 ms", Asynchronous = asynchronous, Blocks = 4000, HostPerToken = Duration.FromNanoseconds(900), StepJitter = jitter },
        });

        string single = Write(prepared, "single", memo: null, merges: false);
        string merged = Write(prepared, "merged", memo: null);

        foreach (string file in Directory.GetFiles(single))
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(merged, Path.GetFileName(file))));
    }

    [Fact]
    public void ScatterOfStepsIsStatedAndLeavesOperatorsInsideTheirSteps()
    {
        Scenario still = Small(), shaken = Small() with { Serving = new ServingOptions { Engine = "vllm@0.19", StepJitter = "measured" } };
        RecordedRun without = Record(PreparedRun.From(still with { Serving = shaken.Serving with { StepJitter = "off" } })), with = Record(PreparedRun.From(shaken));

        Assert.Equal("vllm@0.19", without.Header!.EngineProfile);
        Assert.Equal("vllm@0.19, step jitter 0.0037", with.Header!.EngineProfile);
        Assert.Contains(with.Header.Facts, fact => fact.Name == "step jitter" && fact.Value.Contains("seed 1", StringComparison.Ordinal));
        Assert.DoesNotContain(without.Header.Facts, fact => fact.Name == "step jitter");
        Assert.Contains("step_jitter: 0.0037", with.Header.Scenario, StringComparison.Ordinal);
        Assert.NotEqual(without.Ending!.At, with.Ending!.At);
        var overhang = new Overhang();
        new SimulationRun(PreparedRun.From(shaken with { Serving = shaken.Serving with { StepJitter = "0.3" } }), new RunServices()).Execute(overhang);
        Assert.InRange(overhang.Operators, 1000, int.MaxValue);
        Assert.Equal(Duration.Zero, overhang.Longest);
    }

    [Fact]
    public void PartsOfTheTimeToTheFirstTokenAreRecorded()
    {
        RecordedRun records = Record(PreparedRun.From(Small() with
        {
            Requests = new RequestSelection { Limit = 60, Speedup = 20 },
            Serving = new ServingOptions { StepModel = "constant:20 ms", Blocks = 330, TokenBudget = 256, LongPrefillThreshold = 64 },
        }));

        Assert.Contains(records.Requests, r => r.Preemptions > 0);
        Assert.All(records.Requests.Select(RequestLatencies.Of), l => Assert.Equal(l.Ttft, l.FrontEnd + l.Queue + l.Prefill + l.Preempted + l.Transfer));
    }

    [Fact]
    public void ScatterThatNobodyMeasuredIsRefused()
    {
        PresetException e = Assert.Throws<PresetException>(() => PreparedRun.From(Small() with { Serving = new ServingOptions { Engine = "vllm@0.12", StepJitter = "measured" } }));

        Assert.Contains("vllm@0.12 was not measured", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestsThatClientsGiveUpAreRecordedAndDoNotCount()
    {
        RecordedRun records = Record(PreparedRun.From(Small() with
        {
            Clients = new ClientSpec { Count = 8, Think = Duration.FromNanoseconds(1_000_000), FirstTokenPatience = Duration.FromNanoseconds(120_000_000), LeavingShare = 0.3, LeavingAfter = Duration.FromNanoseconds(500_000_000) },
            Measurement = new MeasurementOptions { Objective = "ttft=1s" },
            Serving = new ServingOptions { StepModel = "constant:50 ms", MaxSequences = 3 },
        }));

        Assert.True(records.Ending!.Complete);
        Assert.Equal(24, records.Requests.Select(r => r.Index).Distinct().Count());
        Assert.Contains(records.Requests, r => r.Status == RequestStatus.TimedOut && r.FirstToken == SimTime.MaxValue);
        Assert.Contains(records.Requests, r => r.Status == RequestStatus.Cancelled);
        Assert.All(records.Requests, r => Assert.True(r.Arrival < r.Finished));
        Assert.All(records.Requests.Where(r => r.Status == RequestStatus.Finished), r => Assert.True(r.Finished < SimTime.MaxValue));
        Assert.Equal("ttft=1s", records.Header!.Objective);
    }

    [Fact]
    public void ADamagedMemoIsLeftAsideWithAWarning()
    {
        string memo = Path.Combine(_folder, "memo");
        PreparedRun prepared = PreparedRun.From(Small());
        string first = Write(prepared, "first", memo);
        string file = Assert.Single(Directory.GetFiles(memo));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^40]);
        var warnings = new List<string>();

        string second = Write(prepared, "second", memo, warnings.Add);

        Assert.Contains("left aside", Assert.Single(warnings.Distinct()), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(first, ResultFiles.Summary)), File.ReadAllText(Path.Combine(second, ResultFiles.Summary)));
    }

    [Fact]
    public void ACancelledRunStops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var run = new SimulationRun(PreparedRun.From(Small()), new RunServices { Cancellation = cancelled.Token });

        Assert.Throws<OperationCanceledException>(() => run.Execute(new RecordedRun()));
    }

    /// <summary>How far operators reach over the ends of their steps.</summary>
    private sealed class Overhang : RunProjection
    {
        private StepRecord _step;

        public int Operators { get; private set; }

        public Duration Longest { get; private set; }

        public override void Step(in StepRecord step) => _step = step;

        public override void Operator(in OperatorRecord op)
        {
            Operators++;
            Longest = Duration.Max(Longest, op.Offset + op.Period * (op.Repeat - 1) + op.Elapsed - (_step.End - _step.Start));
        }
    }

    private static Scenario Small() => new()
    {
        Trace = Path.Combine(Repository.Root, "traces", "conversation.csv.gz"),
        Platform = "stack3d-8",
        Model = "llama-3-8b",
        Plan = new ParallelPlan(2),
        Requests = new RequestSelection { Limit = 24 },
    };

    private static RecordedRun Record(PreparedRun prepared)
    {
        var records = new RecordedRun();
        new SimulationRun(prepared, new RunServices()).Execute(records);
        return records;
    }

    private string Write(PreparedRun prepared, string name, string? memo, Action<string>? warn = null, bool merges = true)
    {
        string target = Path.Combine(_folder, name);
        using RunFolder folder = RunFolder.Create(target);
        using var results = new ResultSet(folder, new ResultOptions { TimelineOptions = new TimelineOptions() });
        new SimulationRun(prepared, new RunServices { MemoFolder = memo, Warn = warn ?? (_ => { }), MergesDecodes = merges }).Execute(results.Recorder);
        results.Complete();
        folder.Commit();
        return target;
    }
}
