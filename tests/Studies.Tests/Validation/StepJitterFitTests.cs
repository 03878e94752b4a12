using System.Globalization;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Serving.Timelines;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Studies.Validation.Serving;
using DeepStack.Sim.Workload.Requests;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Tests.Validation;

public sealed class StepJitterFitTests
{
    [Theory]
    [InlineData(0.002)]
    [InlineData(0.02)]
    public void TheScatterOfARunIsFoundAgainByAModelThatIsFivePerCentOff(double deviation)
    {
        string folder = Directory.CreateTempSubdirectory("deepstack-jitter-").FullName;
        Write(folder, deviation);

        var fit = new StepJitterFit(Assert.Single(MeasuredRun.ReadAll(folder)), new Machine(1.05), HostCosts.None);

        Assert.InRange(fit.Pairs, 100, 400);
        Assert.InRange(fit.Deviation, 0.75 * deviation, 1.25 * deviation);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Writes a run of our own as if it had been measured.</summary>
    private static void Write(string folder, double deviation)
    {
        var random = new RandomStream(5, "jitter");
        TraceRequest[] requests = [.. Enumerable.Range(0, 400).Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, 100 + (int)random.NextInteger(900), 400 + (int)random.NextInteger(1000)))];
        var ours = new RecordingObserver(requests.Length);
        var replica = new ReplicaSetup(new ReplicaScheduler(new SchedulerSpec { TokenBudget = 8192, MaxSequences = 400 }), new Machine(1)) { Jitter = new StepJitter(deviation, 3) };
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), HostCosts.None, ours).RunToEnd();
        File.WriteAllText(Path.Combine(folder, "run_meta.json"), """{ "model": "m", "vllm_version": "0.19.0", "engine": {}, "workload": "w", "device": "d" }""");
        File.WriteAllLines(Path.Combine(folder, "run_requests.csv"), ["request,input_tokens,output_tokens,first_token_s,last_token_s", .. ours.Timelines.Select(Row)]);
    }

    private static string Row(RequestTimeline t) => string.Create(
        CultureInfo.InvariantCulture, $"{t.Request.Index},{t.Request.InputTokens},{t.GeneratedTokens},{t.FirstToken.Seconds:F6},{t.LastToken.Seconds:F6}");

    private sealed class Machine(double factor) : IDecodeStepModel
    {
        public Duration DurationOf(StepShape shape) => DurationOfDecode(shape.Slices.Count, shape.ContextTokens + 20 * shape.NewTokens, 0);

        public Duration DurationOfDecode(int sequences, long contextTokens, int longestContext) =>
            Duration.FromSeconds(factor * (0.01 + 3e-5 * sequences + 2e-8 * contextTokens));
    }
}
