using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>Checks a model and a plan against a machine whose KV cache lies in an attention memory, and counts what fits there.</summary>
public static class MemoryFitting
{
    /// <summary>Checks that one replica uses the memory alone and that its units can do the model's attention; nothing where there is none.</summary>
    /// <exception cref="PresetException">They cannot; the message names every fault.</exception>
    public static void Check(ModelSpec model, ParallelPlan plan, PlatformSpec platform)
    {
        if (platform.AttentionMemory is null) return;
        var faults = new List<string>();
        foreach ((string what, int size) in new[] { ("data parallelism", plan.DataParallel), ("attention data parallelism", plan.AttentionData), ("pipeline parallelism", plan.PipelineParallel) })
        {
            if (size > 1) faults.Add($"{what} is {size}, and its attention memory serves one group of devices that does every layer");
        }
        if (model.Layers.Any(group => group.Attention is not GroupedQueryAttention)) faults.Add("its attention memory does multi-head and grouped-query attention only");
        if (model.Precision.KvCache.Bits != AttentionMemorySpec.ElementBits) faults.Add($"its attention memory multiplies keys and values of {AttentionMemorySpec.ElementBits} bits, and these are {model.Precision.KvCache}");
        if (faults.Count == 0) return;
        throw new PresetException($"{platform.Name} cannot run {model.Name} as {plan}: {string.Join("; ", faults)}. Share layers by --tp alone, or choose a machine without attention memory.");
    }

    /// <summary>KV blocks that fit.</summary>
    /// <exception cref="PresetException">Fewer than two do.</exception>
    public static int BlocksOf(ModelSpec model, AttentionMemorySpec memory, int blockTokens)
    {
        long blocks = memory.Capacity.Count / (model.KvBytesPerToken.Count * blockTokens);
        if (blocks < 2) throw new PresetException($"The attention memory of {memory.Capacity} holds no two KV blocks of {blockTokens} tokens, {model.KvBytesPerToken} each, of {model.Name}. Choose a smaller model.");
        return (int)Math.Min(blocks, int.MaxValue - 1);
    }

    /// <summary>Checks that the sequences of one step have room.</summary>
    /// <param name="model">The model.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="tokens">Tokens whose keys and values are held when the step ends.</param>
    /// <exception cref="PresetException">They have none.</exception>
    public static void RequireRoom(ModelSpec model, AttentionMemorySpec memory, long tokens)
    {
        Bytes held = model.KvBytesPerToken * tokens;
        if (held > memory.Capacity) throw new PresetException(FormattableString.Invariant($"{model.Name} leaves {held.Count / 1e9:F0} GB of KV for {tokens} tokens, and the attention memory holds {memory.Capacity}. Use fewer or shorter sequences, or a smaller model."));
    }
}
