using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A small random case in which limits bind: few blocks, few sequences, shared beginnings, clumped arrivals.</summary>
internal sealed record Scenario(SchedulerSpec Spec, TraceRequest[] Requests, int[] StepTimes)
{
    public static Scenario Of(ulong seed)
    {
        var random = new RandomStream(seed, "scenario");
        int Below(int bound) => (int)random.NextInteger(bound);
        bool Chance(double share) => random.NextDouble() < share;
        int block = 1 << Below(4), unit = Chance(0.3) ? block * 2 : Chance(0.3) && block > 1 ? block / 2 : block;
        bool shares = Chance(0.6);
        TraceRequest[] requests = new TraceRequest[2 + Below(14)];
        long at = 0;
        for (int i = 0; i < requests.Length; i++)
        {
            if (Chance(0.6)) at += Below(12);
            int input = 1 + Below(Chance(0.2) ? 60 : 20);
            requests[i] = new TraceRequest(i, $"r{i}", SimTime.FromPicoseconds(at), input, 1 + Below(16)) { Priority = Below(3) };
            if (shares) requests[i] = requests[i] with { BlockTokens = unit, BlockHashes = Prefix((input + unit - 1) / unit, Below(3), Below(6), i) };
        }
        int[] stepTimes = [.. Enumerable.Range(0, 5).Select(_ => 1 + Below(4))];
        return new Scenario(SpecFor(requests, block, shares, Below, Chance), requests, stepTimes);
    }

    /// <summary>Block names of a prompt: common with others of its family for some blocks, then its own.</summary>
    private static long[] Prefix(int blocks, int family, int common, int own) =>
        [.. Enumerable.Range(0, blocks).Select(b => b < common ? 1000L * (family + 1) + b : 1_000_000L * (own + 1) + b)];

    private static SchedulerSpec SpecFor(TraceRequest[] requests, int block, bool shares, Func<int, int> below, Func<double, bool> chance)
    {
        int drafts = chance(0.3) ? 1 + below(4) : 0, lookahead = drafts > 0 ? below(3) : 0;
        int longest = requests.Max(r => r.InputTokens + r.OutputTokens - 1 + drafts + lookahead);
        bool asynchronous = chance(0.4), chunked = chance(0.8);
        double watermark = chance(0.3) ? 0.25 : 0;
        int usable = (longest + block - 1) / block + below(12) / Math.Max(1, block / 4);
        return new SchedulerSpec
        {
            TokenBudget = chunked ? 4 + below(40) : longest + below(20),
            MaxSequences = 1 + below(8),
            BlockTokens = block,
            BlockCount = usable + 1,
            Watermark = watermark,
            ReserveFullSequence = chance(0.6),
            ChunkedPrefill = chunked,
            LongPrefillThreshold = chunked && chance(0.3) ? 1 + below(10) : 0,
            PrefixCaching = shares && chance(0.8),
            Order = chance(0.4) ? QueueOrder.Priority : QueueOrder.Arrival,
            Asynchronous = asynchronous,
            StepsInFlight = asynchronous ? 2 : 1 + below(2),
            EndForeseen = chance(0.7),
            DraftTokens = drafts,
            DraftAcceptance = 0.5,
            LookaheadTokens = lookahead,
            Seed = (ulong)below(1000),
        };
    }
}
