using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Clients;
using DeepStack.Sim.Serving.Routing;
using DeepStack.Sim.Serving.Running;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Studies.Validation.Areas;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Studies.Validation.Serving;

/// <summary>The client protocol behind points that state clients and lengths only, and what it gives on a machine of ours.</summary>
/// <remarks>
/// A closed loop of so many clients without think time, ten requests each, all of them counted; lengths are drawn from 80 to 100 % of the stated
/// ones and no prompt is sent twice. That is the public benchmark which most of the rows come from; it stands for all of them.
/// </remarks>
internal static class SiliconReplay
{
    /// <summary>The protocol in a sentence.</summary>
    public const string Protocol = "closed loop, ten requests per client, all counted; lengths 80 to 100 % of the stated ones, no shared prefix";

    private const int RequestsPerClient = 10;

    /// <summary>Mean time to the first token and mean time per further token, in ms.</summary>
    public static (double Ttft, double Tpot) Run(ServedMachine machine, SiliconPoint point)
    {
        TraceRequest[] requests = RequestsOf(point);
        var ours = new RecordingObserver(requests.Length);
        ReplicaScheduler[] ranks = [.. Enumerable.Range(0, point.Plan.AttentionData).Select(_ => new ReplicaScheduler(machine.Scheduler))];
        var replica = new ReplicaSetup(ranks, new ExecutedSteps(machine.Steps));
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), machine.HostCosts, ours, clients: new ClientSpec { Count = point.Clients }).RunToEnd();
        return (ours.Timelines.Average(t => t.TimeToFirstToken.Milliseconds), ours.Timelines.Where(t => t.GeneratedTokens > 1).Average(t => t.TimePerOutputToken.Milliseconds));
    }

    private static TraceRequest[] RequestsOf(SiliconPoint point)
    {
        var random = new RandomStream(1, "silicon points");
        return [.. Enumerable.Range(0, point.Clients * RequestsPerClient).Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, Drawn(point.Prompt, random), Drawn(point.Output, random)))];
    }

    private static int Drawn(int length, RandomStream random)
    {
        int least = Math.Max(1, length * 4 / 5);
        return least + (int)random.NextInteger(length - least + 1);
    }
}
