using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Tests.Steps;

/// <summary>The closed form against event fidelity over machines, models, plans, batches and contexts; nothing is fitted.</summary>
public sealed class AnalyticalPointsTests
{
    private const int Points = 60;
    private static readonly string[] Platforms = ["stack3d-8", "h100-8", "b200-8"];
    private static readonly string[] Models = ["llama-2-7b", "llama-3-8b", "qwen3-32b", "llama-3-70b"];

    [Fact]
    [Trait("speed", "slow")]
    public void RandomPointsLieWithinTheBarsOfACalibratedEngine()
    {
        var random = new RandomStream(11, "points");
        double[] simulated = new double[Points], predicted = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            StepExecutors executors = StepExecutors.Open(ModelLibrary.Open(Pick(random, Models)), PlatformPreset.Open(Pick(random, Platforms)), new ParallelPlan(1 << (int)random.NextInteger(4)));
            StepShape shape = RandomStep(random);
            simulated[i] = executors.Detailed.Execute(shape).Elapsed.Seconds;
            predicted[i] = executors.Analytical.Execute(shape).Elapsed.Seconds;
        }

        double[] errors = [.. simulated.Zip(predicted, (s, p) => Math.Abs(p / s - 1)).Order()];
        string figures = $"mean {errors.Average():P2}, 95th percentile {errors[Points * 95 / 100]:P2}, worst {errors[^1]:P2}, rank correlation {RankCorrelation(simulated, predicted):F4}";
        Assert.True(errors.Average() <= 0.04 && errors[Points * 95 / 100] <= 0.12 && RankCorrelation(simulated, predicted) >= 0.98, figures);
    }

    /// <summary>Decode of 1 to 256 sequences over contexts of 16 to 8192 tokens, or prefill of 16 to 2048 tokens; all log-uniform.</summary>
    private static StepShape RandomStep(RandomStream random)
    {
        var shape = new StepShape();
        if (random.NextInteger(4) == 0)
        {
            shape.Add(new SequenceSlice(LogUniform(random, 16, 2048), 0, Samples: true));
            return shape;
        }
        int sequences = LogUniform(random, 1, 256), context = LogUniform(random, 16, 8192);
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    private static int LogUniform(RandomStream random, int least, int most) => (int)Math.Round(least * Math.Pow(most / (double)least, random.NextDouble()));

    private static string Pick(RandomStream random, string[] choices) => choices[random.NextInteger(choices.Length)];

    private static double RankCorrelation(double[] left, double[] right)
    {
        int[] a = Ranks(left), b = Ranks(right);
        double squares = a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum();
        return 1 - 6 * squares / (Points * (Points * (double)Points - 1));
    }

    private static int[] Ranks(double[] values)
    {
        int[] ranks = new int[values.Length];
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        for (int i = 0; i < order.Length; i++) ranks[order[i]] = i;
        return ranks;
    }
}
