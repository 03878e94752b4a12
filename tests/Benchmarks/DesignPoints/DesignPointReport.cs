using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Benchmarks.DesignPoints;

/// <summary>CPU time of a design point in closed form, as Markdown: the next context, the next batch with cuts to be found, the next plan; beside it event fidelity.</summary>
internal static class DesignPointReport
{
    private const int Rounds = 5, Points = 200, Batch = 64, Context = 2048;

    public static void Write(TextWriter output)
    {
        output.WriteLine("| decode step | median CPU us: new context | new batch | first of a plan | bar us | event fidelity us | event / closed form |");
        output.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        Row(output, "llama-3-8b", "h100-8", new ParallelPlan(1), 50);
        Row(output, "llama-3-70b", "stack3d-8", new ParallelPlan(8), 50);
        Row(output, "llama-3-70b", "b200-8", new ParallelPlan(8), 50);
        Row(output, "qwen3-235b-a22b", "stack3d-256", new ParallelPlan(256) { ExpertParallel = 64 }, 200);
        Row(output, "deepseek-v3", "stack3d-256", new ParallelPlan(4) { AttentionData = 64, ExpertParallel = 256 }, 200);
    }

    private static void Row(TextWriter output, string modelName, string platformName, ParallelPlan plan, int bar)
    {
        ModelSpec model = ModelLibrary.Open(modelName);
        PlatformSpec platform = PlatformPreset.Open(platformName);
        var points = new Engine.Running.DesignPoints(model, platform);
        double first = Once(() => points.TimeOf(plan, Decode(Batch, Context)));
        for (int i = 0; i < Points; i++) points.TimeOf(plan, Decode(Batch, Context + i));
        double context = Median(i => points.TimeOf(plan, Decode(Batch, Context + i))), batch = Median(i => points.TimeOf(plan, Decode(Batch + 1 + i, Context)), Points / 4);
        StepExecutors executors = StepExecutors.Open(model, platform, plan);
        double simulated = Once(() => executors.Detailed.Execute(Decode(Batch, Context)));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {modelName} as {plan} on {platformName} | {context:F1} | {batch:F0} | {first:F0} | {bar} | {simulated:F0} | {simulated / context:F0} |"));
    }

    private static StepShape Decode(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    private static double Median(Func<int, Duration> point, int points = Points)
    {
        int next = 0;
        double[] times = [.. Enumerable.Range(0, Rounds).Select(_ => Once(() =>
        {
            for (int i = 0; i < points; i++) point(++next);
        }) / points).Order()];
        return times[Rounds / 2];
    }

    private static double Once(Action run)
    {
        TimeSpan start = Environment.CpuUsage.UserTime;
        run();
        return (Environment.CpuUsage.UserTime - start).TotalMicroseconds;
    }
}
