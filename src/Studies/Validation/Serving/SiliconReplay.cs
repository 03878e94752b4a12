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
/// A closed loop of so many clients without think time, ten requests each, all of them counted. What they send depends on the tool that took
/// the row, which its date tells. Dated rows come from a public benchmark that draws lengths of 80 to 100 % of the stated ones and never sends
/// a prompt twice. The others come from a load generator that makes a hundred prompts of the stated length and sends them in turn unless told
/// otherwise, so that the engine's prefix cache answers for most of them. Without that, several of these rows would have to compute prompts
/// at up to 92 % of the machine's peak beside the tokens they give.
/// </remarks>
internal static class SiliconReplay
{
    /// <summary>The protocol in a sentence.</summary>
    public const string Protocol = "closed loop, ten requests per client, all counted; dated rows: lengths 80 to 100 % of the stated ones, no shared prefix; others: stated lengths, a hundred prompts in turn";

    private const int RequestsPerClient = 10, DistinctPrompts = 100, BlockTokens = 16;

    /// <summary>Mean time to the first token and mean time per further token, in ms.</summary>
    public static (double Ttft, double Tpot) Run(ServedMachine machine, SiliconPoint point)
    {
        TraceRequest[] requests = RequestsOf(point);
        var ours = new RecordingObserver(requests.Length);
        var replica = new ReplicaSetup(new ReplicaScheduler(machine.Scheduler), new ExecutedSteps(machine.Steps));
        new ServingRun(new Simulation(), requests, [replica], new RoundRobinRouter(), machine.HostCosts, ours, clients: new ClientSpec { Count = point.Clients }).RunToEnd();
        return (ours.Timelines.Average(t => t.TimeToFirstToken.Milliseconds), ours.Timelines.Where(t => t.GeneratedTokens > 1).Average(t => t.TimePerOutputToken.Milliseconds));
    }

    private static TraceRequest[] RequestsOf(SiliconPoint point)
    {
        var random = new RandomStream(1, "silicon points");
        IEnumerable<int> places = Enumerable.Range(0, point.Clients * RequestsPerClient);
        return point.IsDated
            ? [.. places.Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, Drawn(point.Prompt, random), Drawn(point.Output, random)))]
            : [.. places.Select(i => new TraceRequest(i, $"{i}", SimTime.Zero, point.Prompt, point.Output) { BlockTokens = BlockTokens, BlockHashes = HashesOf(i % DistinctPrompts, point.Prompt) })];
    }

    private static long[] HashesOf(int prompt, int tokens)
    {
        int blocks = (tokens + BlockTokens - 1) / BlockTokens;
        return [.. Enumerable.Range(0, blocks).Select(block => (long)prompt * blocks + block)];
    }

    private static int Drawn(int length, RandomStream random)
    {
        int least = Math.Max(1, length * 4 / 5);
        return least + (int)random.NextInteger(length - least + 1);
    }
}
