using System.Globalization;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Scenarios;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Benchmarks.Steps;

/// <summary>CPU time and garbage of warm steps at fidelity "sampled", as a replay of conversations asks for them: mostly decode, some with a prompt.</summary>
internal static class StepReport
{
    private const int Steps = 4000, Repeats = 5;

    public static void Write(TextWriter output)
    {
        foreach ((string model, string platform, ParallelPlan plan) in new (string, string, ParallelPlan)[]
        {
            ("llama-3-70b", "stack3d-8", new ParallelPlan(8)),
            ("deepseek-v3", "h200-8", new ParallelPlan(1) { AttentionData = 8, ExpertParallel = 8 }),
        })
        {
            IStepExecutor executor = StepExecutors.Open(ModelLibrary.Open(model), PlatformPreset.Open(platform), plan).For(Fidelity.Sampled);
            foreach (double prompts in new[] { 0, 0.05 })
            {
                StepShape[] shapes = ShapesOf(prompts);
                Run(executor, shapes);
                long garbage = GC.GetAllocatedBytesForCurrentThread();
                double[] times = [.. Enumerable.Range(0, Repeats).Select(_ => Run(executor, shapes)).Order()];
                garbage = (GC.GetAllocatedBytesForCurrentThread() - garbage) / Repeats / Steps;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sampled, warm: {model} as {plan} on {platform}, {prompts:P0} of steps with a prompt: {times[Repeats / 2] / Steps * 1e6:F1} us, {garbage} B per step"));
            }
        }
    }

    private static double Run(IStepExecutor executor, StepShape[] shapes)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        foreach (StepShape shape in shapes) executor.Execute(shape);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    /// <summary>Steps of 1 to 40 sequences whose contexts grow by one from step to step.</summary>
    private static StepShape[] ShapesOf(double prompts)
    {
        var random = new RandomStream(1, "step benchmark");
        var shapes = new StepShape[Steps];
        for (int i = 0; i < Steps; i++)
        {
            shapes[i] = new StepShape();
            int sequences = 1 + (int)random.NextInteger(40);
            for (int s = 0; s < sequences; s++) shapes[i].Add(new SequenceSlice(1, 200 + 150 * s + i % 500, Samples: true));
            if (random.NextDouble() < prompts) shapes[i].Add(new SequenceSlice(100 * (1 + (int)random.NextInteger(20)), 0, Samples: true));
        }
        return shapes;
    }
}
