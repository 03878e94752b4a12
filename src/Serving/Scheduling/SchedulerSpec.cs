using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Serving.Scheduling;

/// <summary>Everything that a replica's scheduler is told once: limits, block pool and modes.</summary>
public sealed record SchedulerSpec
{
    /// <summary>Tokens a step may hold (<c>max_num_batched_tokens</c>); at least 1.</summary>
    public int TokenBudget { get; init; } = 2048;

    /// <summary>Sequences that may run at once (<c>max_num_seqs</c>); at least 1.</summary>
    public int MaxSequences { get; init; } = 256;

    /// <summary>Tokens a KV block holds; at least 1.</summary>
    public int BlockTokens { get; init; } = 16;

    /// <summary>KV blocks of the pool, the null block included; at least 2.</summary>
    public int BlockCount { get; init; } = int.MaxValue;

    /// <summary>Share of the blocks that admission leaves free while something runs; 0 to below 1.</summary>
    public double Watermark { get; init; }

    /// <summary>Whether a waiting request enters only if blocks for its whole known sequence are free.</summary>
    public bool ReserveFullSequence { get; init; } = true;

    /// <summary>Whether a prompt may be split over steps.</summary>
    public bool ChunkedPrefill { get; init; } = true;

    /// <summary>The most tokens one request gets in a step; 0 for no such limit.</summary>
    public int LongPrefillThreshold { get; init; }

    /// <summary>Whether full blocks with equal content are shared.</summary>
    public bool PrefixCaching { get; init; }

    /// <summary>Which waiting request comes first.</summary>
    public QueueOrder Order { get; init; }

    /// <summary>What may share a step.</summary>
    public BatchRule Batch { get; init; }

    /// <summary>Whether admission takes blocks for the longest possible sequence at once, so that nobody is ever preempted.</summary>
    public bool ReserveOutput { get; init; }

    /// <summary>Time to the first token that the deadline order aims at.</summary>
    public Duration FirstTokenObjective { get; init; } = Duration.FromNanoseconds(2_000_000_000);

    /// <summary>Whether a step is built while the one before it runs, counting on the tokens that one will give.</summary>
    public bool Asynchronous { get; init; }

    /// <summary>Steps that may be under way at once: 1, 2 when asynchronous, or the number of pipeline stages.</summary>
    public int StepsInFlight { get; init; } = 1;

    /// <summary>Whether the end of a request is known beforehand (its token limit), so that asynchronous scheduling makes no step too many.</summary>
    public bool EndForeseen { get; init; } = true;

    /// <summary>Draft tokens per decode step; 0 turns speculation off.</summary>
    public int DraftTokens { get; init; }

    /// <summary>Chance that a draft token is accepted when all before it were; 0 to 1.</summary>
    public double DraftAcceptance { get; init; }

    /// <summary>Block slots kept beyond the tokens of a step for the drafter.</summary>
    public int LookaheadTokens { get; init; }

    /// <summary>Input slots per sequence that the drafter takes from the token budget.</summary>
    public int DrafterSlots { get; init; }

    /// <summary>Requests are admitted on every so manyth step only, the same steps on all ranks in lock step (<c>prefill_schedule_interval</c>); at least 1.</summary>
    public int PrefillInterval { get; init; } = 1;

    /// <summary>Seed of the draft acceptances.</summary>
    public ulong Seed { get; init; }

    /// <summary>The token budget after the drafter's share.</summary>
    public int UsableBudget => TokenBudget - DrafterSlots * MaxSequences;

    /// <summary>Blocks that requests can hold: all but the null block.</summary>
    public int UsableBlocks => BlockCount - 1;

    /// <summary>Blocks for a number of tokens.</summary>
    public int BlocksFor(long tokens) => checked((int)((tokens + BlockTokens - 1) / BlockTokens));

    /// <summary>Checks the values against their ranges and each other.</summary>
    /// <exception cref="PresetException">Something is out of range; the message names everything that is.</exception>
    public SchedulerSpec Checked()
    {
        List<string> faults = [];
        Require(TokenBudget >= 1, $"the token budget is {TokenBudget}; expected at least 1");
        Require(MaxSequences >= 1, $"the sequence limit is {MaxSequences}; expected at least 1");
        Require(BlockTokens >= 1, $"a block holds {BlockTokens} tokens; expected at least 1");
        Require(BlockCount >= 2, $"the pool has {BlockCount} blocks; expected at least 2 (one is the null block)");
        Require(Watermark is >= 0 and < 1, $"the watermark is {Watermark}; expected 0 to below 1");
        Require(LongPrefillThreshold >= 0, $"the long-prefill threshold is {LongPrefillThreshold}; expected 0 (off) or more");
        Require(PrefillInterval >= 1, $"requests are admitted on every {PrefillInterval}th step; expected at least 1");
        Require(StepsInFlight >= 1, $"{StepsInFlight} steps in flight; expected at least 1");
        Require(DraftTokens >= 0 && LookaheadTokens >= 0 && DrafterSlots >= 0, "a number of draft tokens is negative");
        Require(DraftAcceptance is >= 0 and <= 1, $"the draft acceptance is {DraftAcceptance}; expected 0 to 1");
        Require(Batch != BatchRule.PromptsFirst || !ChunkedPrefill, "prompts cannot come first while they may be split; turn chunked prefill off");
        Require(UsableBudget >= 1, $"the drafter's slots ({DrafterSlots} for each of {MaxSequences} sequences) use up the token budget of {TokenBudget}");
        if (faults.Count > 0) throw new PresetException($"The scheduler cannot be set up: {string.Join("; ", faults)}.");
        return this;

        void Require(bool holds, string fault)
        {
            if (!holds) faults.Add(fault);
        }
    }
}
