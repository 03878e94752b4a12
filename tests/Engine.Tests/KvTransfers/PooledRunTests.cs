using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Results.Metrics;
using DeepStack.Sim.Results.Recording;
using DeepStack.Sim.Results.Timelines;
using DeepStack.Sim.Serving.Disaggregation;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.KvTransfers;

public sealed class PooledRunTests : IDisposable
{
    private const int Requests = 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("deepstack-pools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(TransferMode.Pull)]
    [InlineData(TransferMode.Push)]
    [InlineData(TransferMode.Layerwise)]
    public void EveryRequestGetsItsTokensAndItsBlocksMoveOnce(TransferMode mode)
    {
        PreparedRun run = PreparedRun.From(Apart(mode));
        RecordedRun records = Record(run);

        Assert.True(records.Ending!.Complete);
        Assert.Equal(Requests, records.Requests.Count);
        long blockBytes = run.Model.KvBytesPerToken.Count * 16;
        Assert.Equal(run.Trace.Requests.Sum(r => (r.InputTokens + 15) / 16 * blockBytes), records.Spans.Sum(s => s.Argument));
        foreach (RequestRecord request in records.Requests)
        {
            RequestLatencies latencies = RequestLatencies.Of(request);
            Assert.Equal(run.Trace.Requests[request.Index].OutputTokens, request.OutputTokens);
            Assert.Equal(request.OutputTokens, request.Runs.Sum(r => r.Steps * r.DeliveredTokens));
            Assert.Equal(latencies.Ttft, latencies.FrontEnd + latencies.Queue + latencies.Prefill + latencies.Transfer);
            Assert.True(request.TransferTime > Duration.Zero && request.TransferTime >= request.Waits.RemoteKv);
            Assert.Equal(2, request.Replica);
            Assert.Contains(request.Runs, r => r.Replica < 2);
        }
        Assert.Equal(0, records.Steps.Where(s => s.Replica < 2).Sum(s => s.DecodeTokens));
        Assert.Contains(records.Ending.Facts, f => f.Group == "KV blocks");
    }

    [Fact]
    public void PushSavesTheQuestionAndLayersHideTheWay()
    {
        Duration pull = MeanTransfer(TransferMode.Pull), push = MeanTransfer(TransferMode.Push), layers = MeanTransfer(TransferMode.Layerwise);

        Assert.True(pull > push, $"{pull} against {push}");
        Assert.True(push > layers, $"{push} against {layers}");
    }

    [Fact]
    public void AfterTheTimeOutTheDecodePoolComputesThePrompts()
    {
        Scenario impatient = Apart(TransferMode.Pull) with { KvTransfer = new KvTransferOptions { Network = "infiniband-ndr", Timeout = Duration.FromNanoseconds(1_000) } };
        PreparedRun run = PreparedRun.From(impatient);
        RecordedRun records = Record(run);

        Assert.True(records.Ending!.Complete);
        Assert.Equal(run.Trace.Requests.Sum(r => (long)r.OutputTokens), records.Requests.Sum(r => (long)r.OutputTokens));
        long prompts = run.Trace.Requests.Sum(r => (long)r.InputTokens);
        Assert.Equal(prompts, records.Steps.Where(s => s.Replica < 2).Sum(s => (long)s.PrefillTokens));
        Assert.True(records.Steps.Where(s => s.Replica == 2).Sum(s => (long)s.PrefillTokens) >= prompts - Requests);
    }

    [Fact]
    public void OnePoolThatDoesAllIsTheRunWithoutPools()
    {
        Scenario plain = Small() with { Platform = "stack3d-8", Plan = new ParallelPlan(2, DataParallel: 2), Fidelity = Fidelity.Analytical };
        Scenario pooled = Small() with
        {
            Platform = "h100-8",
            Fidelity = Fidelity.Analytical,
            Pools = new PoolList([new PoolSpec { Name = "all", Platform = "stack3d-8", Plan = new ParallelPlan(2), Replicas = 2 }]),
        };

        string first = Write(PreparedRun.From(plain), "plain"), second = Write(PreparedRun.From(pooled), "pooled");

        foreach (string file in (string[])[ResultFiles.Requests, ResultFiles.Steps, ResultFiles.Operators])
            Assert.True(File.ReadAllBytes(Path.Combine(first, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(second, file))), $"{file} differs");
        Assert.Equal(File.ReadAllText(Path.Combine(first, ResultFiles.Summary)), File.ReadAllText(Path.Combine(second, ResultFiles.Summary)));
    }

    [Fact]
    public void TheSameRunTwiceIsTheSameBytes()
    {
        string first = Write(PreparedRun.From(Apart(TransferMode.Layerwise)), "first"), second = Write(PreparedRun.From(Apart(TransferMode.Layerwise)), "second");

        foreach (string file in Directory.GetFiles(first))
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(second, Path.GetFileName(file)))), $"{file} differs");
        string summary = File.ReadAllText(Path.Combine(first, ResultFiles.Summary));
        Assert.Contains("\"mean_transfer_ms\"", summary, StringComparison.Ordinal);
        Assert.Contains("\"pools\"", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void AResolvedScenarioWithPoolsReadsBackAsItself()
    {
        Scenario resolved = PreparedRun.From(Apart(TransferMode.Push) with { HostMemory = new HostMemoryOptions(Bytes.FromCount(8L << 30)) }).Scenario;

        Scenario again = ScenarioFile.Read(PresetDocument.Parse("s.yaml", ScenarioFile.Write(resolved)));

        Assert.Equal(resolved, again);
        Assert.Equal(resolved, PreparedRun.From(again).Scenario);
    }

    [Fact]
    public void PoolsOnOneMachineUseItsOwnNetwork()
    {
        Scenario one = Apart(TransferMode.Push) with
        {
            KvTransfer = new KvTransferOptions { Mode = TransferMode.Push },
            Pools = new PoolList([Pool("prefill", PoolRole.Prefill, "h100-8", 2, 2), Pool("decode", PoolRole.Decode, "h100-8", 4, 1)]),
        };

        // NVLink is nine times as fast as one InfiniBand port.
        Assert.True(MeanMove(Record(PreparedRun.From(one))) < MeanMove(Record(PreparedRun.From(Apart(TransferMode.Push)))) / 4);
    }

    [Fact]
    public void TwoKindsOfChipletsOnOneInterposerArePools()
    {
        Scenario package = Small() with
        {
            Model = "llama-2-7b",
            Fidelity = Fidelity.Analytical,
            Requests = new RequestSelection { Limit = 6, Overlong = "clip" },
            Pools = new PoolList(
            [
                new PoolSpec { Name = "prefill", Role = PoolRole.Prefill, Platform = "lamosys-like:prefill", Replicas = 5 },
                new PoolSpec { Name = "decode", Role = PoolRole.Decode, Platform = "lamosys-like:decode", Plan = new ParallelPlan(4) },
            ]),
            KvTransfer = new KvTransferOptions { Mode = TransferMode.Layerwise },
        };
        RecordedRun records = Record(PreparedRun.From(package));

        Assert.True(records.Ending!.Complete);
        Assert.Equal("lamosys-like:prefill + lamosys-like:decode", records.Header!.Platform);
        Assert.Equal("prefill 5 x TP 1 + decode 1 x TP 4", records.Header.Plan);
        Assert.All(records.Requests, r => Assert.Equal(5, r.Replica));
    }

    [Fact]
    public void HostMemoryTakesBlocksAndGivesThemBack()
    {
        Scenario tight = Small() with
        {
            Plan = new ParallelPlan(2),
            HostMemory = new HostMemoryOptions(Bytes.FromCount(64L << 30)),
            Requests = new RequestSelection { Limit = Requests, Speedup = 100 },
            Serving = new ServingOptions { StepModel = "constant:20 ms", Blocks = 420 },
        };
        RecordedRun records = Record(PreparedRun.From(tight));

        Assert.True(records.Ending!.Complete);
        Assert.True(records.Requests.Sum(r => r.Preemptions) > 0);
        Assert.Contains(records.Ending.Facts, f => f.Name == "offloaded to host memory");
        Assert.Contains(records.Ending.Facts, f => f.Name == "fetched from host memory");
    }

    [Theory]
    [InlineData(TransferMode.Pull)]
    [InlineData(TransferMode.Push)]
    [InlineData(TransferMode.Layerwise)]
    public void BlocksMoveToTheAttentionGroupThatDecodesThem(TransferMode mode)
    {
        PoolSpec decode = Pool("decode", PoolRole.Decode, "h100-8", 2, 1) with { Plan = new ParallelPlan(2) { AttentionData = 2, ExpertParallel = 4 } };
        PreparedRun run = PreparedRun.From(Apart(mode) with
        {
            Model = "qwen3-30b-a3b",
            Pools = new PoolList([Pool("prefill", PoolRole.Prefill, "h100-8", 4, 1), decode]),
        });

        RecordedRun records = Record(run);

        Assert.True(records.Ending!.Complete);
        long blockBytes = run.Model.KvBytesPerToken.Count * 16;
        Assert.Equal(run.Trace.Requests.Sum(r => (r.InputTokens + 15) / 16 * blockBytes), records.Spans.Sum(s => s.Argument));
        Assert.All(records.Requests, r => Assert.InRange(r.Replica, 1, 2));
        Assert.Equal(2, records.Requests.Select(r => r.Replica).Distinct().Count());
        Assert.Equal(2, records.Spans.Select(s => s.Track).Distinct().Count());
        Assert.All(records.Requests.Select(RequestLatencies.Of), l => Assert.Equal(l.Ttft, l.FrontEnd + l.Queue + l.Prefill + l.Preempted + l.Transfer));
    }

    [Fact]
    public void AttentionGroupsShareTheMemoryOfTheirHost()
    {
        Scenario tight = Small() with
        {
            Model = "qwen3-30b-a3b",
            Platform = "h100-8",
            Plan = new ParallelPlan(1) { AttentionData = 2, ExpertParallel = 2 },
            HostMemory = new HostMemoryOptions(Bytes.FromCount(64L << 30)),
            Requests = new RequestSelection { Limit = Requests, Speedup = 100 },
            Serving = new ServingOptions { StepModel = "constant:20 ms", Blocks = 420 },
        };
        RecordedRun records = Record(PreparedRun.From(tight));

        Assert.True(records.Ending!.Complete);
        Assert.Contains(records.Ending.Facts, f => f.Name == "fetched from host memory");
        Assert.Equal(2, records.Spans.Select(s => s.Track).Distinct().Count());
    }

    [Theory]
    [InlineData("There is a prefill pool and no decode pool", "pools: { a: { role: prefill } }")]
    [InlineData("There is a decode pool and no prefill pool", "pools: { a: { role: decode } }")]
    [InlineData("KV blocks have no way from pool a (h100-8) to pool b (stack3d-8)", "pools: { a: { role: prefill, platform: h100-8 }, b: { role: decode, platform: stack3d-8 } }")]
    [InlineData("The pools of stack3d-8 need 12 devices and it has 8", "pools: { a: { role: prefill, replicas: 2, plan: { tensor: 4 } }, b: { role: decode, plan: { tensor: 4 } } }")]
    [InlineData("kv_transfer.network nvl8-h100 joins 8 devices; the pools have 12", "pools: { a: { role: prefill, replicas: 2, plan: { tensor: 4 } }, b: { role: decode, plan: { tensor: 4 } } }", "kv_transfer: { network: nvl8-h100 }")]
    [InlineData("KV blocks of 16 and 32 tokens", "pools: { a: { role: prefill }, b: { role: decode, serving: { block_tokens: 32 } } }")]
    [InlineData("Pool b: Llama-3 8B cannot run as TP 16", "pools: { a: { role: prefill }, b: { role: decode, plan: { tensor: 16 } } }")]
    [InlineData("pools.a.role is \"prefil\"; expected one of both, prefill, decode. Did you mean \"prefill\"?", "pools: { a: { role: prefil } }")]
    [InlineData("kv_transfer.mode is \"drag\"", "pools: { a: { role: prefill }, b: { role: decode } }", "kv_transfer: { mode: drag }")]
    [InlineData("kv_transfer.timeout is 0 ps", "pools: { a: { role: prefill }, b: { role: decode } }", "kv_transfer: { timeout: 0 s }")]
    [InlineData("pools.a.serving.router is not known here", "pools: { a: { serving: { router: random } } }")]
    [InlineData("which is off. Turn serving.prefix_caching on", "host_memory: { capacity: 1 GiB }", "serving: { prefix_caching: false }")]
    [InlineData("less than one KV block", "host_memory: { capacity: 1 KiB }")]
    [InlineData("There is no preset \"pcie9\" among links", "host_memory: { capacity: 1 GiB, link: pcie9 }")]
    public void AnImpossibleClusterIsRefusedWithTheReason(string message, params string[] lines)
    {
        string text = string.Join('\n', ["trace: \"" + Sample + "\"", "model: llama-3-8b", "requests: { limit: 3 }", .. lines]);

        PresetException fault = Assert.Throws<PresetException>(() => PreparedRun.From(ScenarioFile.Read(PresetDocument.Parse("s.yaml", text))));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    private static string Sample => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");

    private static Scenario Small() => new() { Trace = Sample, Model = "llama-3-8b", Requests = new RequestSelection { Limit = Requests } };

    private static PoolSpec Pool(string name, PoolRole role, string platform, int tensor, int replicas) => new()
    {
        Name = name,
        Role = role,
        Platform = platform,
        Plan = new ParallelPlan(tensor),
        Replicas = replicas,
        Serving = new ServingOptions { StepModel = role == PoolRole.Prefill ? "constant:40 ms" : "constant:10 ms" },
    };

    private static Scenario Apart(TransferMode mode) => Small() with
    {
        Pools = new PoolList([Pool("prefill", PoolRole.Prefill, "h100-8", 2, 2), Pool("decode", PoolRole.Decode, "stack3d-8", 4, 1)]),
        KvTransfer = new KvTransferOptions { Mode = mode, Network = "infiniband-ndr" },
    };

    private static Duration MeanTransfer(TransferMode mode) => Mean(Record(PreparedRun.From(Apart(mode))));

    private static Duration Mean(RecordedRun records) => Duration.FromPicoseconds((long)records.Requests.Average(r => r.TransferTime.Picoseconds));

    private static Duration MeanMove(RecordedRun records) => Duration.FromPicoseconds((long)records.Spans.Average(s => (s.End - s.Start).Picoseconds));

    private static RecordedRun Record(PreparedRun prepared)
    {
        var records = new RecordedRun();
        new SimulationRun(prepared, new RunServices()).Execute(records);
        return records;
    }

    private string Write(PreparedRun prepared, string name)
    {
        string target = Path.Combine(_folder, name);
        using RunFolder folder = RunFolder.Create(target);
        using var results = new ResultSet(folder, new ResultOptions { TimelineOptions = new TimelineOptions() });
        new SimulationRun(prepared, new RunServices()).Execute(results.Recorder);
        results.Complete();
        folder.Commit();
        return target;
    }
}
