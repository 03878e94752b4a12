using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A random case for a whole engine: ranks in lock step, host time, and admission on some steps only.</summary>
internal sealed record EngineScenario(SchedulerSpec Spec, TraceRequest[] Requests, int Ranks, HostCosts Costs)
{
    public static EngineScenario Of(ulong seed)
    {
        Scenario one = Scenario.Of(seed);
        var random = new RandomStream(seed, "engine");
        Duration Upto(int bound) => Duration.FromPicoseconds((long)random.NextInteger(bound + 1));
        int ranks = 1 + (int)random.NextInteger(3);
        SchedulerSpec spec = one.Spec with { PrefillInterval = random.NextDouble() < 0.5 ? 1 : 2 + (int)random.NextInteger(4) };
        bool host = random.NextDouble() < 0.5;
        HostCosts costs = !host ? HostCosts.None : new HostCosts { PerStep = Upto(3), PerSequence = Upto(1), PerToken = Upto(1), PerRequest = Upto(6), PerPromptToken = Upto(1) };
        return new EngineScenario(spec, one.Requests, ranks, costs);
    }

    /// <summary>How long the machine takes for a step, in ps.</summary>
    public static long StepTime(int tokens, int sequences) => 1 + (tokens * 7 + sequences * 3) % 13;
}
