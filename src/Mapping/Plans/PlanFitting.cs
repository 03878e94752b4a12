using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>Checks a plan against a model and a machine, and accounts for the memory of a device.</summary>
public static class PlanFitting
{
    /// <summary>Room for kernels and collectives, as engines set aside.</summary>
    private static readonly Bytes Workspace = Bytes.FromCount(1L << 30);

    /// <summary>Checks that heads and widths divide over the ranks and that the devices suffice.</summary>
    /// <exception cref="PresetException">They do not; the message names every fault and how to mend it.</exception>
    public static void Check(ModelSpec model, ParallelPlan plan, int devices)
    {
        var faults = new List<string>();
        int ranks = plan.TensorParallel;
        if (ranks < 1 || plan.DataParallel < 1) faults.Add($"tensor parallelism {ranks} and data parallelism {plan.DataParallel} must be at least 1");
        if (plan.Devices > devices) faults.Add($"{plan} needs {plan.Devices} devices and the platform has {devices}");
        foreach (LayerGroup group in model.Layers) CheckLayer(group, ranks, faults);
        if (faults.Count > 0) throw new PresetException($"{model.Name} cannot run as {plan}: {string.Join("; ", faults.Distinct())}. Choose another --tp or --dp.");
    }

    /// <summary>Accounts for one device.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan; checked.</param>
    /// <param name="capacity">The device's memory.</param>
    /// <param name="utilisation">The share of it that the engine may use (<c>gpu_memory_utilization</c>).</param>
    /// <param name="tokenBudget">Tokens of the largest step.</param>
    /// <param name="maxSequences">Sequences of the largest step.</param>
    public static MemoryBudget BudgetOf(ModelSpec model, ParallelPlan plan, Bytes capacity, double utilisation, int tokenBudget, int maxSequences)
    {
        int ranks = plan.TensorParallel;
        PrecisionSpec precision = model.Precision;
        long tableShare = (long)Pieces(model.VocabularySize, ranks) * model.HiddenSize;
        Bytes layers = precision.Unquantised.SizeOf(model.NormParameters), perToken = Bytes.Zero;
        foreach (LayerGroup group in model.Layers)
        {
            layers += LayerShare(model, group, ranks) * group.Count;
            perToken += CacheShare(group, precision.KvCache, ranks) * group.Count;
        }
        return new MemoryBudget(
            capacity,
            Bytes.FromCount((long)(capacity.Count * utilisation)),
            layers,
            precision.Unquantised.SizeOf(tableShare + (long)model.LearnedPositions * model.HiddenSize),
            model.TiedEmbeddings ? Bytes.Zero : precision.Unquantised.SizeOf(tableShare),
            ActivationPeak(model, ranks, tokenBudget, maxSequences),
            Workspace,
            perToken);
    }

    /// <summary>KV blocks of a replica.</summary>
    /// <exception cref="PresetException">Weights and activations leave no room; the message holds the breakdown.</exception>
    public static int BlocksOf(ModelSpec model, ParallelPlan plan, MemoryBudget budget, int blockTokens)
    {
        long blocks = budget.BlocksOf(blockTokens);
        if (blocks < 2) throw new PresetException($"{model.Name} as {plan} does not fit the memory of a device: {budget}. Use more devices (--tp), a smaller model, or fewer bits.");
        return (int)Math.Min(blocks, int.MaxValue - 1);
    }

    private static void CheckLayer(LayerGroup group, int ranks, List<string> faults)
    {
        if (group.Attention.Heads % ranks != 0) faults.Add($"{group.Attention.Heads} query heads do not divide over {ranks} ranks");
        if (group.Attention is GroupedQueryAttention { KvHeads: int heads } && heads % ranks != 0 && ranks % heads != 0)
            faults.Add($"{heads} KV heads neither divide over {ranks} ranks nor are repeated evenly");
        if (group.FeedForward is DenseFeedForward { IntermediateSize: int width } && width % ranks != 0)
            faults.Add($"the feed-forward width of {width} does not divide over {ranks} ranks");
    }

    private static Bytes LayerShare(ModelSpec model, LayerGroup group, int ranks)
    {
        PrecisionSpec precision = model.Precision;
        Bytes norms = precision.Unquantised.SizeOf(LayerGroup.NormsPerLayer * model.NormParameters + group.Attention.OtherParameters(model.HiddenSize));
        Bytes attention = precision.Attention.SizeOf(AttentionShare(group.Attention, model.HiddenSize, ranks));
        Bytes feedForward = group.FeedForward switch
        {
            DenseFeedForward dense => precision.FeedForward.SizeOf(Pieces(dense.Parameters(model.HiddenSize), ranks)),
            MixtureOfExperts moe => precision.FeedForward.SizeOf(Pieces(moe.SharedParameters(model.HiddenSize), ranks))
                + precision.Experts.SizeOf(Pieces(moe.Experts * moe.ParametersPerExpert(model.HiddenSize), ranks))
                + precision.Unquantised.SizeOf(moe.RouterParameters(model.HiddenSize)),
            _ => throw new NotSupportedException($"No memory account is known for {group.FeedForward.GetType().Name}."),
        };
        return norms + attention + feedForward;
    }

    /// <summary>Query and output projections divide; key and value projections are repeated where ranks outnumber their heads.</summary>
    private static long AttentionShare(AttentionSpec attention, int hidden, int ranks)
    {
        if (attention is not GroupedQueryAttention grouped) return Pieces(attention.ProjectionParameters(hidden), ranks);
        long keyValueHeads = Math.Max(1, grouped.KvHeads / ranks);
        return (long)hidden * grouped.HeadDimension * 2 * (grouped.Heads / ranks + keyValueHeads);
    }

    private static Bytes CacheShare(LayerGroup group, NumberFormat format, int ranks) => group.Attention is GroupedQueryAttention grouped
        ? format.SizeOf(2L * Math.Max(1, grouped.KvHeads / ranks) * grouped.HeadDimension)
        : group.KvBytesPerToken(format);

    /// <summary>
    /// Residual stream and its copy, the widest intermediate of a layer, and logits in single precision for every sequence: what is
    /// alive at the widest point of a step.
    /// </summary>
    private static Bytes ActivationPeak(ModelSpec model, int ranks, int tokens, int sequences)
    {
        long widest = 0;
        foreach (LayerGroup group in model.Layers)
        {
            long inner = group.FeedForward switch
            {
                DenseFeedForward dense => Pieces((dense.Gated ? 3L : 2L) * dense.IntermediateSize, ranks),
                MixtureOfExperts moe => Pieces(3L * moe.ExpertsPerToken * moe.ExpertIntermediateSize, ranks) + (long)moe.ExpertsPerToken * model.HiddenSize,
                _ => 0,
            };
            widest = Math.Max(widest, inner);
        }
        Bytes stream = model.Precision.Activations.SizeOf(tokens * (2L * model.HiddenSize + widest));
        return stream + NumberFormat.Fp32.SizeOf((long)Math.Min(tokens, sequences) * model.VocabularySize);
    }

    private static int Pieces(int whole, int parts) => (whole + parts - 1) / parts;

    private static long Pieces(long whole, int parts) => (whole + parts - 1) / parts;
}
