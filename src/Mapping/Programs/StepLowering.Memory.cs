using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Attention where the KV cache lies in an attention memory: decode goes there, prefill stays on the device and its keys and values follow.</summary>
public sealed partial class StepLowering
{
    private void AppendMemoryDecode(ProgramDraft draft, AttentionOperator op)
    {
        int sequences = op.Shape.DecodeSequences;
        if (sequences == 0) return;
        var whole = new AttentionShape($"{op.Name}_in_memory", op.Heads, op.KvHeads, op.KeyDimension, op.Activations, op.KvCache) { Limit = op.Limit };
        long keysAndValues = HeadsPerRank(op.KvHeads) * (long)(op.KeyDimension + op.ValueDimension);
        var step = new MemoryAttentionStep(
            whole.Name,
            MemoryLoadOf(whole, op.Shape),
            op.Activations.SizeOf(sequences * (long)HeadsPerRank(op.Heads) * op.KeyDimension) + op.KvCache.SizeOf(sequences * keysAndValues),
            op.Activations.SizeOf(sequences * (long)HeadsPerRank(op.Heads) * op.ValueDimension))
        {
            Cache = ShareOf(op.KvCache.SizeOf(op.Decode.KvTokens * op.CacheElementsPerToken), Ranks),
            Scope = OperatorScope.Decode,
            Work = Flops.FromCount(2.0 * op.Decode.ScorePairs * op.Heads * (op.KeyDimension + op.ValueDimension) / Ranks),
        };
        draft.Add(step);
    }

    private RankLoad MemoryLoadOf(in AttentionShape shape, StepShape step)
    {
        if (!_rankLoads.TryGetValue((shape, step), out RankLoad load)) _rankLoads[(shape, step)] = load = RankLoad.Of(shape, step, _memory!.Ranks);
        return load;
    }

    private void AppendMemoryWrite(ProgramDraft draft, AttentionOperator op)
    {
        if (op.Shape.PrefillSequences == 0) return;
        long width = op.KeyDimension + op.ValueDimension, tokens = op.Shape.PrefillTokens;
        draft.Add(new MemoryWriteStep($"{op.Name}_kv_write", op.KvCache.SizeOf(tokens * HeadsPerRank(op.KvHeads) * width), op.KvCache.SizeOf(tokens * op.KvHeads * width)) { Scope = OperatorScope.Prefill });
    }
}
