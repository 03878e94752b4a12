using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Costs;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>The client protocol behind points that state clients and lengths only, and what it gives on a machine of ours.</summary>
/// <remarks>
/// Protocol: a closed loop of so many clients without think time, ten requests each, all of them counted; prompts and answers of 80 to
/// 100 % of the stated length, drawn evenly. So do the public benchmark scripts from which such points come; rows do not tell.
/// Of the host time only what a step costs is taken: its part per token was fitted beside another machine's kernels and would outweigh
/// those of a faster one.
/// </remarks>
internal static class SiliconReplay
{
    /// <summary>The protocol in a sentence.</summary>
    public const string Protocol = "closed loop, ten requests per client, lengths 80 to 100 % of the stated ones, all counted, no shared prefix";

    private const int RequestsPerClient = 10;

    /// <summary>Mean time to the first token and mean time per further token, in ms.</summary>
    public static (double Ttft, double Tpot) Run(ServedMachine machine, int clients, int prompt, int output)
    {
        var random = new RandomStream(1, "silicon points");
        TraceRequest[] requests = [.. Enumerable.Range(0, clients * RequestsPerClient).Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, Drawn(prompt, random), Drawn(output, random)))];
        var ours = new RecordingObserver(requests.Length);
        var replica = new ReplicaSetup(new ReplicaScheduler(machine.Scheduler), new ExecutedSteps(machine.Steps));
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), HostCosts.None with { PerStep = machine.Engine.HostCosts.PerStep }, ours, clients: new ClientSpec { Count = clients }).RunToEnd();
        return (ours.Timelines.Average(t => t.TimeToFirstToken.Milliseconds), ours.Timelines.Where(t => t.GeneratedTokens > 1).Average(t => t.TimePerOutputToken.Milliseconds));
    }

    private static int Drawn(int length, RandomStream random)
    {
        int least = Math.Max(1, length * 4 / 5);
        return least + (int)random.NextInteger(length - least + 1);
    }
}
