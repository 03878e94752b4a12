using System.Globalization;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Benchmarks.DesignPoints;

/// <summary>CPU time of a design point in closed form, as Markdown: the next context, the next batch with cuts to be found, the next plan; beside it event fidelity.</summary>
internal static class DesignPointReport
{
    private const int Rounds = 5, Contexts = 2000, Batches = 400, Batch = 64, Context = 2048;

    public static void Write(TextWriter output)
    {
        output.WriteLine("| decode step | median CPU us: new context | new batch | first of a plan | bar us | event fidelity us: folded | every channel by itself | event / new batch |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        Row(output, "llama-3-8b", "h100-8", new ParallelPlan(1), 50, simulatesAllChannels: true);
        Row(output, "llama-3-8b", "stack3d-8", new ParallelPlan(1), 50, simulatesAllChannels: true);
        Row(output, "llama-3-70b", "stack3d-8", new ParallelPlan(8), 50);
        Row(output, "llama-3-70b", "b200-8", new ParallelPlan(8), 50);
        Row(output, "qwen3-235b-a22b", "stack3d-256", new ParallelPlan(256) { ExpertParallel = 64 }, 200);
        Row(output, "deepseek-v3", "stack3d-256", new ParallelPlan(4) { AttentionData = 64, ExpertParallel = 256 }, 200);
    }

    private static void Row(TextWriter output, string modelName, string platformName, ParallelPlan plan, int bar, bool simulatesAllChannels = false)
    {
        ModelSpec model = ModelLibrary.Open(modelName);
        PlatformSpec platform = PlatformPreset.Open(platformName);
        var firsts = new List<double>();
        List<double> contexts = [], batches = [];
        for (int round = 0; round < Rounds; round++)
        {
            var points = new Engine.Running.DesignPoints(model, platform);
            firsts.Add(Once(() => points.TimeOf(plan, Decode(Batch, Context))));
            contexts.Add(Mean(points, plan, [.. Enumerable.Range(1, Contexts).Select(more => Decode(Batch, Context + more))]));
            batches.Add(Mean(points, plan, [.. Enumerable.Range(1, Batches).Select(more => Decode(Batch + more, Context))]));
        }
        double folded = Simulated(model, platform, plan);
        DeviceMemorySpec memory = platform.Device.Memory with { FoldsChannels = false };
        double whole = simulatesAllChannels ? Simulated(model, platform with { Device = platform.Device with { Memory = memory } }, plan) : 0;
        string ratios = string.Create(CultureInfo.InvariantCulture, $"{folded / Median(batches):N0}{(whole > 0 ? $", {whole / Median(batches):N0}" : "")}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {modelName} as {plan} on {platformName} | {Median(contexts):F1} | {Median(batches):F1} | {firsts[0]:F0} | {bar} | {folded:F0} | {(whole > 0 ? $"{whole:F0}" : "")} | {ratios} |"));
    }

    private static double Simulated(ModelSpec model, PlatformSpec platform, ParallelPlan plan)
    {
        StepExecutors executors = StepExecutors.Open(model, platform, plan);
        return Once(() => executors.Detailed.Execute(Decode(Batch, Context)));
    }

    private static double Mean(Engine.Running.DesignPoints points, ParallelPlan plan, StepShape[] steps) => Once(() =>
    {
        foreach (StepShape step in steps) points.TimeOf(plan, step);
    }) / steps.Length;

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static StepShape Decode(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    private static double Once(Action run)
    {
        TimeSpan start = Environment.CpuUsage.UserTime;
        run();
        return (Environment.CpuUsage.UserTime - start).TotalMicroseconds;
    }
}
