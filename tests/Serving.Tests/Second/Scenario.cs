using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A small random case in which limits bind: few blocks, few sequences, shared beginnings, clumped arrivals.</summary>
internal sealed record Scenario(SchedulerSpec Spec, TraceRequest[] Requests, int[] StepTimes)
{
    /// <summary>Tokens of each request that lie in another place; empty where nothing does.</summary>
    public int[] Elsewhere { get; private init; } = [];

    /// <summary>Requests whose KV does not come when they wait for it.</summary>
    public bool[] LoadFails { get; private init; } = [];

    /// <summary>When clients give requests up; empty where none does.</summary>
    public (long At, int Request)[] Abandoned { get; private init; } = [];

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
        SchedulerSpec spec = SpecFor(requests, block, shares, Below, Chance);
        if (Chance(0.2)) spec = OtherPolicy(spec, requests, Below, Chance);
        var scenario = new Scenario(spec, requests, stepTimes);
        if (Chance(0.25))
        {
            return scenario with
            {
                Elsewhere = [.. requests.Select(r => Chance(0.5) ? 0 : Chance(0.5) ? r.InputTokens : Below(r.InputTokens / block + 1) * block)],
                LoadFails = [.. requests.Select(_ => Chance(0.2))],
            };
        }
        return Chance(0.25) ? scenario with { Abandoned = [.. requests.Where(_ => Chance(0.3)).Select(r => (r.Arrival.Picoseconds + Below(30), r.Index)).Order()] } : scenario;
    }

    private static SchedulerSpec OtherPolicy(SchedulerSpec spec, TraceRequest[] requests, Func<int, int> below, Func<double, bool> chance)
    {
        SchedulerSpec whole = spec with { ChunkedPrefill = false, LongPrefillThreshold = 0, TokenBudget = spec.TokenBudget + requests.Max(r => r.InputTokens + r.OutputTokens) };
        return below(4) switch
        {
            0 => whole with { Batch = BatchRule.Closed, ReserveOutput = chance(0.5) },
            1 => whole with { Batch = BatchRule.PromptsFirst, ReserveOutput = chance(0.3) },
            2 => spec with { Order = QueueOrder.Deadline, FirstTokenObjective = Duration.FromPicoseconds(below(20)) },
            _ => spec with { Order = QueueOrder.LongestPrefix, PrefixCaching = spec.PrefixCaching || requests[0].BlockTokens > 0 },
        };
    }

    /// <summary>Block names of a prompt: common with others of its family for some blocks, then its own.</summary>
    private static long[] Prefix(int blocks, int family, int common, int own) =>
        [.. Enumerable.Range(0, blocks).Select(b => b < common ? 1000L * (family + 1) + b : 1_000_000L * (own + 1) + b)];

    private static SchedulerSpec SpecFor(TraceRequest[] requests, int block, bool shares, Func<int, int> below, Func<double, bool> chance)
    {
        int drafts = chance(0.3) ? 1 + below(4) : 0, lookahead = drafts > 0 ? below(3) : 0;
        int slots = drafts > 0 && chance(0.4) ? 1 + below(2) : 0, sequences = 1 + below(8);
        int longest = requests.Max(r => r.InputTokens + r.OutputTokens - 1 + drafts + lookahead);
        bool asynchronous = chance(0.4), chunked = chance(0.8);
        double watermark = chance(0.3) ? 0.25 : 0;
        int usable = (longest + block - 1) / block + below(12) / Math.Max(1, block / 4);
        return new SchedulerSpec
        {
            TokenBudget = (chunked ? 4 + below(40) : longest + below(20)) + slots * sequences,
            MaxSequences = sequences,
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
            DrafterSlots = slots,
            Seed = (ulong)below(1000),
        };
    }
}
