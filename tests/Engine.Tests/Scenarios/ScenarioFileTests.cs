using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Testing;

namespace DeepStack.Sim.Engine.Tests.Scenarios;

public sealed class ScenarioFileTests
{
    [Fact]
    public void AResolvedScenarioReadsBackAsItself()
    {
        Scenario resolved = PreparedRun.From(new Scenario { Trace = Sample, Model = "llama-3-8b", Plan = new ParallelPlan(2, 3), Fidelity = Fidelity.Analytical, Seed = 7 }).Scenario;

        Scenario again = Read(ScenarioFile.Write(resolved));

        Assert.Equal(resolved, again);
        Assert.Equal(resolved, PreparedRun.From(again).Scenario);
    }

    [Fact]
    public void ClientsAndMeasurementReadBackAsTheyAre()
    {
        var scenario = new Scenario
        {
            Trace = Sample,
            Clients = new ClientSpec { Count = 8, Think = Duration.FromSeconds(1.5), TurnsWait = true, Patience = Duration.FromSeconds(30), FirstTokenPatience = Duration.FromSeconds(5), LeavingShare = 0.05, LeavingAfter = Duration.FromSeconds(3) },
            Measurement = new MeasurementOptions { Objective = "ttft=2s,tpot=50ms", WarmUp = Duration.FromSeconds(10), CoolDown = Duration.FromSeconds(5) },
        };

        Scenario again = Read(ScenarioFile.Write(scenario));

        Assert.Equal(scenario.Clients, again.Clients);
        Assert.Equal(scenario.Measurement, again.Measurement);
    }

    [Fact]
    public void OverridesReplaceWhatTheFileSays()
    {
        Scenario scenario = ScenarioFile.Read(PresetDocument.Parse(
            "s.yaml", "trace: a.csv\nplan: { tensor: 4 }\n", PresetOverride.Parse("plan.tensor=8"), PresetOverride.Parse("serving.token_budget=512")));

        Assert.Equal(8, scenario.Plan.TensorParallel);
        Assert.Equal(512, scenario.Serving.TokenBudget);
    }

    [Theory]
    [InlineData("trace: a.csv\nplatfrom: h100-8\n", "s.yaml:2: platfrom is not known here. Did you mean \"platform\"?")]
    [InlineData("trace: a.csv\nplan: { tensor: 0 }\n", "s.yaml:2: plan.tensor is 0; expected between 1 and 65536.")]
    [InlineData("trace: a.csv\nfidelity: fast\n", "s.yaml:2: fidelity is \"fast\"; expected one of event, sampled, analytical.")]
    [InlineData("trace: a.csv\nrequests: { before: -1 s }\n", "s.yaml:2: requests.before is -1 s; expected none or more.")]
    [InlineData("trace: a.csv\nseed: x\n", "s.yaml:2: seed is \"x\"; expected a whole number.")]
    [InlineData("trace: a.csv\ntimeline_window: 3s..2s\n", "s.yaml:2: timeline_window cannot be read:")]
    [InlineData("trace: a.csv\nclients: { think: -2 s, count: 4 }\n", "s.yaml:2: clients.count and what stands beside it cannot be simulated: the think time is -2 s")]
    [InlineData("trace: a.csv\nmeasurement: { slo: \"\" }\n", "s.yaml:2: measurement.slo is empty; give limits such as")]
    [InlineData("trace: a.csv\nmeasurement: { slo: tttft=2s }\n", "s.yaml:2: measurement.slo cannot be read:")]
    [InlineData("platform: h100-8\n", "s.yaml:1: trace is missing.")]
    public void FaultsNameFileLineAndMend(string text, string message)
    {
        PresetException fault = Assert.Throws<PresetException>(() => Read(text));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clients: { count: 2, patience: 1e30s }")]
    [InlineData("serving: { memory_utilization: much }")]
    [InlineData("requests: { speedup: fast }")]
    public void AValueThatCannotBeReadHasOneMessage(string text)
    {
        PresetException fault = Assert.Throws<PresetException>(() => Read($"trace: a.csv\n{text}\n"));

        Assert.StartsWith("s.yaml:2: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void AScenarioWithoutLimitsIsReadBack()
    {
        var scenario = new Scenario { Trace = Sample, Measurement = new MeasurementOptions { WarmUp = Duration.FromSeconds(1) } };

        Assert.Equal(scenario.Measurement, Read(ScenarioFile.Write(scenario)).Measurement);
    }

    [Fact]
    public void AFaultInAnOverrideSaysSo()
    {
        PresetException fault = Assert.Throws<PresetException>(() =>
            ScenarioFile.Read(PresetDocument.Parse("s.yaml", "trace: a.csv\n", PresetOverride.Parse("plan.tensor=many"))));

        Assert.StartsWith("--set: plan.tensor is \"many\"; expected a whole number.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama-3-70b", 3, 1, "64 query heads neither divide over 3 ranks")]
    [InlineData("llama-3-70b", 8, 2, "needs 16 devices and the platform has 8")]
    [InlineData("llama-3.1-405b", 8, 1, "does not fit the memory of a device")]
    public void APlanThatCannotBeIsRefusedWithTheReason(string model, int tensor, int data, string reason)
    {
        PresetException fault = Assert.Throws<PresetException>(() =>
            PreparedRun.From(new Scenario { Trace = Sample, Model = model, Plan = new ParallelPlan(tensor, data) }));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PlacementOverlapAndLaunchReadBackAsTheyAre()
    {
        var scenario = new Scenario
        {
            Trace = Sample,
            Plan = new ParallelPlan(8) { WeightPlacement = DataPlacement.Near, CachePlacement = DataPlacement.Replicated, Overlap = OverlapModes.Prefetch | OverlapModes.Interleaved, OverlapChunks = 3 },
            Serving = new ServingOptions { Launch = "graphs" },
        };

        Scenario again = Read(ScenarioFile.Write(scenario));

        Assert.Equal(scenario.Plan, again.Plan);
        Assert.Equal("graphs", again.Serving.Launch);
    }

    [Theory]
    [InlineData("vllm@0.2", null, "eager")]
    [InlineData("vllm@0.2", "device", "device")]
    [InlineData("vllm@0.12", null, "device")]
    [InlineData("vllm@0.19", null, "device")]
    public void AnEngineThatCapturesNoGraphsStartsItsKernelsFromTheHostUnlessAskedOtherwise(string engine, string? asked, string resolved)
    {
        var scenario = new Scenario { Trace = Sample, Model = "llama-3-8b", Platform = "h100-8", Serving = new ServingOptions { Engine = engine, Launch = asked } };

        Assert.Equal(resolved, PreparedRun.From(scenario).Serving.Options.Launch);
        Assert.Equal(asked, Read(ScenarioFile.Write(scenario)).Serving.Launch);
    }

    [Theory]
    [InlineData("vllm@0.2", null, "vllm", BatchRule.PromptsFirst)]
    [InlineData("vllm@0.2", true, "vllm", BatchRule.Mixed)]
    [InlineData("vllm@0.2", null, "sarathi", BatchRule.Mixed)]
    [InlineData("vllm@0.2", null, "orca", BatchRule.Mixed)]
    [InlineData("vllm@0.6", null, "vllm", BatchRule.PromptsFirst)]
    [InlineData("vllm@0.19", null, "vllm", BatchRule.Mixed)]
    public void EnginesBeforeV1ComputePromptsApartUnlessTheySplitThem(string engine, bool? chunked, string policy, BatchRule batch)
    {
        var scenario = new Scenario { Trace = Sample, Model = "llama-3-8b", Platform = "h100-8", Serving = new ServingOptions { Engine = engine, ChunkedPrefill = chunked, Policy = policy, TokenBudget = 8192 } };

        Assert.Equal(batch, PreparedRun.From(scenario).Serving.Scheduler.Batch);
    }

    [Fact]
    public void AScatterOfStepsIsKeptByAScenario()
    {
        Assert.Equal("0.01", Read($"trace: {Sample}\nserving:\n  step_jitter: 0.01\n").Serving.StepJitter);
        Assert.Equal("measured", Read(ScenarioFile.Write(new Scenario { Trace = Sample, Serving = new ServingOptions { StepJitter = "measured" } })).Serving.StepJitter);
        Assert.Equal("off", Read($"trace: {Sample}\n").Serving.StepJitter);
    }

    [Fact]
    public void ChunksAloneSayThatOverlapIsChunked() => Assert.Equal(OverlapModes.Chunked, Read($"trace: {Sample}\nplan:\n  overlap_chunks: 4\n").Plan.AllOverlap);

    [Theory]
    [InlineData("plan:\n  overlap: prefech\n", "plan.overlap cannot be read: \"prefech\" is no overlap")]
    [InlineData("plan:\n  overlap: none\n  overlap_chunks: 4\n", "4 chunks belong to chunked overlap")]
    [InlineData("plan:\n  kv: nera\n", "Did you mean \"near\"?")]
    [InlineData("serving:\n  step_jitter: 1.5\n", "serving.step_jitter is \"1.5\"; expected off, measured, or a standard deviation from 0 to 1")]
    [InlineData("serving:\n  launch: graph\n", "Did you mean \"graphs\"?")]
    public void WrongModesAreNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<PresetException>(() => Read($"trace: {Sample}\n{text}")).Message, StringComparison.Ordinal);

    private static string Sample => Path.Combine(Repository.Root, "traces", "conversation.csv.gz");

    private static Scenario Read(string text) => ScenarioFile.Read(PresetDocument.Parse("s.yaml", text));
}
