using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Studies.Exploration;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Tests.Exploration;

public sealed class ExplorationTests
{
    [Fact]
    public void TheBestOfABatchIsTheFastestStepOfAllMachinesAndPlans()
    {
        ExplorationResult result = Run(SpaceFile.Small);

        foreach ((int batch, ExploredDesign? best) in result.Space.Batches.Zip(result.Best))
        {
            double fastest = ByHand(batch).Max();
            Assert.Equal(fastest, best!.Stps, fastest * 1e-12);
            Assert.Equal(best.Stps, best.Utps * batch);
        }
        Assert.Equal(4 * 2 * 16, result.Counts.Total);
    }

    [Fact]
    public void TheResultDoesNotDependOnThreads()
    {
        ExplorationResult one = Run(SpaceFile.Small), many = Run(SpaceFile.Small, new ExplorationOptions { Threads = 4 });

        Assert.Equal(ExplorationText.Of(one), ExplorationText.Of(many));
        Assert.Equal(ExplorationTable.Of(one), ExplorationTable.Of(many));
    }

    [Fact]
    public void ADesignMayDrawExactlyTheLimitAndNotMore()
    {
        ExploredDesign best = Run(SpaceFile.Small).Best[1]!;
        double watts = best.Device!.Value.Power.Watts;

        ExplorationResult within = RunWith($"power: {Text(watts * (1 + 1e-9))} W"), below = RunWith($"power: {Text(watts * (1 - 1e-9))} W");

        Assert.Equal(best.Stps, within.Best[1]!.Stps);
        Assert.True(below.Best[1]!.Stps < best.Stps);
        Assert.True(below.Counts[DesignVerdict.Power] > within.Counts[DesignVerdict.Power]);
    }

    [Theory]
    [InlineData("stack")]
    [InlineData("one_number")]
    public void ADesignMayBeAsHotAsTheLimitAndNotHotter(string judge)
    {
        ExploredDesign best = RunWith($"temperature: 1000 C, temperature_by: {judge}").Best[1]!;
        double hottest = best.Device!.Value.Hottest!.Value.Degrees;

        ExplorationResult within = RunWith($"temperature: {Text(hottest + 1e-6)} C, temperature_by: {judge}"), below = RunWith($"temperature: {Text(hottest - 1e-6)} C, temperature_by: {judge}");

        Assert.Equal(best.Stps, within.Best[1]!.Stps);
        Assert.True(below.Best[1]!.Stps < best.Stps);
        Assert.True(below.Counts[DesignVerdict.Temperature] > 0);
    }

    /// <summary>66 cores of 1 mm2 and 10 mm2 beside them fit 76 mm2 and no less; 132 fit neither.</summary>
    [Theory]
    [InlineData("76 mm2", 64)]
    [InlineData("75.999 mm2", 128)]
    public void SiliconMayTakeTheWholeAreaAndNotMore(string budget, int excluded)
    {
        ExplorationResult result = Run($"{SpaceFile.Small.Replace("- name: cores", "- name: cores\n    area: 1 mm2", StringComparison.Ordinal)}\nlimits: {{ area: {budget}, fixed_area: 10 mm2 }}");

        Assert.Equal(excluded, result.Counts[DesignVerdict.Area]);
    }

    /// <summary>Llama-3 70B with 16-bit weights needs 130 GiB and more: four devices of 48 GB hold it, two do not.</summary>
    [Fact]
    public void PlansThatDoNotFitTheMemoryAreCountedAndLeftOut()
    {
        ExplorationResult result = Run(SpaceFile.Small.Replace("llama-3-8b", "llama-3-70b", StringComparison.Ordinal));

        Assert.All(result.Best, best => Assert.True(best!.Plan.TensorParallel * best.Plan.PipelineParallel >= 4));
        Assert.True(result.Counts[DesignVerdict.Memory] > 0);
    }

    /// <summary>A pipeline holds the keys and values of all parts of the batch that are under way, not of one.</summary>
    [Fact]
    public void MoreSequencesThanTheCacheHoldsAreNotFeasible()
    {
        string text = SpaceFile.Small.Replace("tensor: [1, 2, 8]", "tensor: [1], pipeline: [8]", StringComparison.Ordinal).Replace("[1, 32]", "[1024, 8192]", StringComparison.Ordinal);

        ExplorationResult result = Run(text);

        Assert.NotNull(result.Best[0]);
        Assert.Null(result.Best[1]);
    }

    [Fact]
    public void ARuleExcludesWhatItNamesAndNothingElse()
    {
        ExplorationResult result = Run($"{SpaceFile.Small}\nrules: [{{ when: \"layers >= 2\", need: \"cores > 66\" }}]");

        Assert.Equal(32, result.Counts[DesignVerdict.Rule]);
        Assert.All(result.Fronts.SelectMany(f => f.Designs), design => Assert.NotEqual(["66", "2"], design.Silicon.Values));
    }

    [Fact]
    public void ASearchThatEndsEarlySaysWhatItLeftOut()
    {
        string[] cores = [.. Enumerable.Range(2, 12).Select(i => $"{11 * i}")];
        string text = SpaceFile.Small.Replace("[66, 132]", $"[{string.Join(", ", cores)}]", StringComparison.Ordinal).Replace("[6, 12]", $"[{string.Join(", ", Enumerable.Range(2, 12))}]", StringComparison.Ordinal);

        ExplorationResult early = Run(text, new ExplorationOptions { MostPoints = 1 });

        Assert.Equal(24 * 32, early.Counts.Total);
        Assert.Equal(16 * 32, early.Counts[DesignVerdict.LeftOut]);
        Assert.Contains($"{16 * 32} left out when the budget ended", ExplorationText.AccountOf(early), StringComparison.Ordinal);
    }

    [Fact]
    public void ACancelledSearchHasNoResult() =>
        Assert.Throws<OperationCanceledException>(() => Run(SpaceFile.Small, new ExplorationOptions { Cancellation = new CancellationToken(canceled: true) }));

    [Fact]
    public void OnTheFrontNoDesignIsMatchedByAnother()
    {
        IReadOnlyList<ExploredDesign> front = Run(SpaceFile.Small).Front.Designs;

        Assert.True(front.Count >= 2);
        Assert.All(front, design => Assert.DoesNotContain(front, other => other != design && other.Utps >= design.Utps && other.Stps >= design.Stps && other.StpsPerWatt >= design.StpsPerWatt));
    }

    /// <summary>As in a published ablation: plans of three dimensions, experts shared as attention is, both apart, overlap, more layers, faster links.</summary>
    [Theory]
    [InlineData("decode")]
    [InlineData("prefill")]
    public void AFreedomThatIsAddedNeverHurts(string stage)
    {
        const string None = "{ attention_data: [1], expert: [1] }", Alike = "{ attention_data: [2], expert: [2] }, { attention_data: [4], expert: [4] }, { attention_data: [8], expert: [8] }";
        (string Plans, string Layers, string Links)[] steps =
        [
            (None, "[1]", "[225 GB/s]"), ($"{None}, {Alike}", "[1]", "[225 GB/s]"), ("{}", "[1]", "[225 GB/s]"), ("{ overlap: [none, prefetch, chunked] }", "[1]", "[225 GB/s]"),
            ("{ overlap: [none, prefetch, chunked] }", "[1, 2]", "[225 GB/s]"), ("{ overlap: [none, prefetch, chunked] }", "[1, 2]", "[225 GB/s, 450 GB/s]"),
        ];

        double[][] rates = [.. steps.Select(step => Run($$"""
            description: a step
            model: qwen3-30b-a3b
            platform: stack3d-8
            stage: {{stage}}
            tokens: 256
            batches: [1, 64]
            plans: [{{step.Plans}}]
            axes:
              - { name: layers, set: { "dram-stacks/tasa:layers.connected": {{step.Layers}} } }
              - { name: links, set: { "links/nvlink4:rate": {{step.Links}} } }
            """).Best.Select(best => best!.Stps).ToArray())];

        for (int batch = 0; batch < 2; batch++) Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.Second[batch] >= pair.First[batch]));
        Assert.True(rates[^1][1] > rates[0][1]);
    }

    [Fact]
    public void SiliconOfOtherNumbersOfDevicesIsRefused() => Assert.Contains(
        "has 8 devices with some values of the axes and 32 with others (size = 32)",
        SpaceFile.RefusalOf($$"""
            description: two sizes
            model: llama-3-8b
            platform: h200-8
            tokens: 1024
            batches: [1]
            plans: all
            axes:
              - name: size
                set:
                  platforms/h200-8:devices: [8, 32]
                  platforms/h200-8:network.topology: [nvl8-h100, h100-rails-4x8]
            """),
        StringComparison.Ordinal);

    private static IEnumerable<double> ByHand(int batch)
    {
        ModelSpec model = ModelLibrary.Open("llama-3-8b");
        foreach ((int cores, int columns) in new[] { (66, 6), (132, 12) })
        {
            foreach (int layers in new[] { 1, 2 })
            {
                var changes = new PresetChanges();
                changes.Add(new PresetOverride("chips/stack3d-logic:cores", $"{cores}")).Add(new PresetOverride("chips/stack3d-logic:shared.mesh.columns", $"{columns}")).Add(new PresetOverride("dram-stacks/tasa:layers.connected", $"{layers}"));
                var points = new DesignPoints(model, PlatformPreset.Open("stack3d-8", changes));
                foreach ((int tensor, int pipeline, int data) in new[] { (1, 1, 8), (1, 2, 4), (1, 4, 2), (1, 8, 1), (2, 1, 4), (2, 2, 2), (2, 4, 1), (8, 1, 1) })
                {
                    var shape = new StepShape();
                    for (int i = 0; i < Math.Max(1, batch / data / pipeline); i++) shape.Add(new SequenceSlice(1, 1024, Samples: true));
                    foreach (OverlapModes overlap in new[] { OverlapModes.None, OverlapModes.Prefetch })
                        yield return batch / points.TimeOf(new ParallelPlan(tensor, data) { PipelineParallel = pipeline, Overlap = overlap }, shape).Seconds;
                }
            }
        }
    }

    private static ExplorationResult RunWith(string limits) => Run($"{SpaceFile.Small}\nlimits: {{ {limits} }}");

    private static ExplorationResult Run(string text, ExplorationOptions? options = null) => Studies.Exploration.Exploration.Run(SpaceFile.Read(text), options ?? new ExplorationOptions());

    private static string Text(double value) => value.ToString("F12", System.Globalization.CultureInfo.InvariantCulture);
}
