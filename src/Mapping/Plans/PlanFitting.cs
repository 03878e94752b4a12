using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;

namespace DeepStack.Sim.Mapping.Plans;

/// <summary>Checks a plan against a model and a machine, and accounts for the memory of a device.</summary>
public static class PlanFitting
{
    /// <summary>Room for kernels and collectives, as engines set aside.</summary>
    private static readonly Bytes Workspace = Bytes.FromCount(1L << 30);

    /// <summary>Checks that heads, widths, experts and layers divide over the devices and that the devices suffice.</summary>
    /// <exception cref="PresetException">They do not; the message names every fault and how to mend it.</exception>
    public static void Check(ModelSpec model, ParallelPlan plan, int devices) => new PlanCheck(model, plan).Run(devices);

    /// <summary>Whether they do.</summary>
    public static bool Divides(ModelSpec model, ParallelPlan plan, int devices) => new PlanCheck(model, plan).Passes(devices);

    /// <summary>Checks that devices have the tiles over which a plan places weights and KV blocks.</summary>
    /// <exception cref="PresetException">They have none.</exception>
    public static void CheckPlacement(ParallelPlan plan, PlatformSpec platform)
    {
        if (platform.Device.Compute.Shared.Mesh is not null || (plan.WeightPlacement, plan.CachePlacement) is (DataPlacement.Striped, DataPlacement.Striped)) return;
        throw new PresetException($"{platform.Name} cannot run as {plan}: its chip names no mesh of cores under their channels (shared.mesh), so that every channel is as far from every core. Leave weights and KV striped.");
    }

    /// <summary>Accounts for one device of the pipeline stage that has least room for its keys and values.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan; checked.</param>
    /// <param name="capacity">The device's memory.</param>
    /// <param name="utilisation">The share of it that the engine may use (<c>gpu_memory_utilization</c>).</param>
    /// <param name="tokenBudget">Tokens of the largest step.</param>
    /// <param name="maxSequences">Sequences of the largest step.</param>
    /// <param name="mesh">The device's mesh, whose regions hold copies of what is replicated; null if it has none.</param>
    public static MemoryBudget BudgetOf(ModelSpec model, ParallelPlan plan, Bytes capacity, double utilisation, int tokenBudget, int maxSequences, TileMesh? mesh = null) =>
        Enumerable.Range(0, plan.PipelineParallel)
            .Select(stage => BudgetOf(model, plan, stage, capacity, utilisation, tokenBudget, maxSequences))
            .Select(budget => budget with
            {
                LayerWeights = budget.LayerWeights * OperandPlacement.CopiesOf(plan.WeightPlacement, mesh),
                Head = budget.Head * OperandPlacement.CopiesOf(plan.WeightPlacement, mesh),
                PerToken = budget.PerToken * OperandPlacement.CopiesOf(plan.CachePlacement, mesh),
            })
            .MinBy(budget => budget.ForCache.Count / Math.Max(1, budget.PerToken.Count))!;

    private static MemoryBudget BudgetOf(ModelSpec model, ParallelPlan plan, int stage, Bytes capacity, double utilisation, int tokenBudget, int maxSequences)
    {
        PrecisionSpec precision = model.Precision;
        bool isFirst = stage == 0, isLast = stage == plan.PipelineParallel - 1;
        long tableShare = (long)Pieces(model.VocabularySize, plan.TensorParallel) * model.HiddenSize;
        Bytes layers = isLast ? precision.Unquantised.SizeOf(model.NormParameters) : Bytes.Zero, perToken = Bytes.Zero;
        foreach ((LayerGroup group, int count) in LayersOf(model, plan, stage))
        {
            layers += LayerShare(model, group, plan) * count;
            perToken += CacheShare(group, precision.KvCache, plan.TensorParallel) * count;
        }
        bool sharesTable = model.TiedEmbeddings && isFirst;
        return new MemoryBudget(
            capacity,
            Bytes.FromCount((long)(capacity.Count * utilisation)),
            layers,
            isFirst ? precision.Unquantised.SizeOf(tableShare + (long)model.LearnedPositions * model.HiddenSize) : Bytes.Zero,
            isLast && !sharesTable ? precision.Unquantised.SizeOf(tableShare) : Bytes.Zero,
            ActivationPeak(model, plan, tokenBudget, maxSequences),
            Workspace,
            perToken);
    }

    /// <summary>The layers of a stage: of each group, how many.</summary>
    private static IEnumerable<(LayerGroup Group, int Count)> LayersOf(ModelSpec model, ParallelPlan plan, int stage)
    {
        int from = PipelineStages.FirstLayerOf(stage, model.LayerCount, plan.PipelineParallel);
        int until = PipelineStages.FirstLayerOf(stage + 1, model.LayerCount, plan.PipelineParallel), first = 0;
        foreach (LayerGroup group in model.Layers)
        {
            int count = Math.Min(until, first + group.Count) - Math.Max(from, first);
            if (count > 0) yield return (group, count);
            first += group.Count;
        }
    }

    /// <summary>Checks that the sequences of one step have room beside weights and activations.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="budget">The memory of a device, for this step.</param>
    /// <param name="tokens">Tokens whose keys and values are held when the step ends.</param>
    /// <exception cref="PresetException">They have none; the message holds the breakdown.</exception>
    public static void RequireRoom(ModelSpec model, ParallelPlan plan, MemoryBudget budget, long tokens)
    {
        Bytes held = budget.PerToken * tokens;
        if (held <= budget.ForCache) return;
        throw new PresetException($"{model.Name} as {plan} does not fit the memory of a device with {held.Count / 1073741824.0:F2} GiB of KV for {tokens} tokens: {budget}. Use more devices (--tp, --pp, --ep), fewer or shorter sequences, a smaller model, or fewer bits.");
    }

    /// <summary>KV blocks of a replica.</summary>
    /// <exception cref="PresetException">Weights and activations leave no room; the message holds the breakdown.</exception>
    public static int BlocksOf(ModelSpec model, ParallelPlan plan, MemoryBudget budget, int blockTokens)
    {
        long blocks = budget.BlocksOf(blockTokens);
        if (blocks < 2) throw new PresetException($"{model.Name} as {plan} does not fit the memory of a device: {budget}. Use more devices (--tp, --pp, --ep), a smaller model, or fewer bits.");
        return (int)Math.Min(blocks, int.MaxValue - 1);
    }

    private static Bytes LayerShare(ModelSpec model, LayerGroup group, ParallelPlan plan)
    {
        int ranks = plan.TensorParallel;
        PrecisionSpec precision = model.Precision;
        Bytes norms = precision.Unquantised.SizeOf(LayerGroup.NormsPerLayer * model.NormParameters + group.Attention.OtherParameters(model.HiddenSize));
        Bytes attention = precision.Attention.SizeOf(AttentionShare(group.Attention, model.HiddenSize, ranks));
        Bytes feedForward = group.FeedForward switch
        {
            DenseFeedForward dense => precision.FeedForward.SizeOf(Pieces(dense.Parameters(model.HiddenSize), ranks)),
            MixtureOfExperts moe => precision.FeedForward.SizeOf(Pieces(moe.SharedParameters(model.HiddenSize), ranks))
                + precision.Experts.SizeOf(Pieces(moe.Experts / plan.ExpertParallel * moe.ParametersPerExpert(model.HiddenSize), plan.ExpertTensor))
                + precision.Unquantised.SizeOf(moe.RouterParameters(model.HiddenSize)),
            _ => throw new NotSupportedException($"No memory account is known for {group.FeedForward.GetType().Name}."),
        };
        return norms + attention + feedForward;
    }

    /// <summary>
    /// Query and output projections divide; key and value projections are repeated where ranks outnumber their heads, projections to and
    /// from latents that all heads share everywhere.
    /// </summary>
    private static long AttentionShare(AttentionSpec attention, int hidden, int ranks)
    {
        if (attention is LatentAttention latent) return LatentShare(latent, hidden, ranks);
        var grouped = (GroupedQueryAttention)attention;
        long keyValueHeads = Math.Max(1, grouped.KvHeads / ranks);
        return (long)hidden * grouped.HeadDimension * 2 * (Math.Max(1, grouped.Heads / ranks) + keyValueHeads);
    }

    private static long LatentShare(LatentAttention latent, int hidden, int ranks)
    {
        long shared = (long)hidden * (latent.QueryRank + latent.LatentWidth) + (latent.Indexer?.ProjectionParameters(hidden, latent.QueryRank) ?? 0);
        return shared + (latent.ProjectionParameters(hidden) - shared) / Math.Min(ranks, latent.Heads);
    }

    private static Bytes CacheShare(LayerGroup group, NumberFormat format, int ranks) => group.Attention is GroupedQueryAttention grouped
        ? format.SizeOf(2L * Math.Max(1, grouped.KvHeads / ranks) * grouped.HeadDimension)
        : group.KvBytesPerToken(format);

    /// <summary>
    /// Residual stream and its copy, the widest intermediate of a layer, and logits in single precision for every sequence: what is
    /// alive at the widest point of a step.
    /// </summary>
    private static Bytes ActivationPeak(ModelSpec model, ParallelPlan plan, int tokens, int sequences)
    {
        long widest = 0;
        foreach (LayerGroup group in model.Layers)
        {
            long inner = group.FeedForward switch
            {
                DenseFeedForward dense => Pieces((dense.Gated ? 3L : 2L) * dense.IntermediateSize, plan.TensorParallel),
                MixtureOfExperts moe => Pieces(RoutedWidth(model, moe, plan) * plan.AttentionData, plan.ExpertParallel),
                _ => 0,
            };
            widest = Math.Max(widest, inner);
        }
        Bytes stream = model.Precision.Activations.SizeOf(tokens * (2L * model.HiddenSize + widest));
        return stream + NumberFormat.Fp32.SizeOf((long)Math.Min(tokens, sequences) * model.VocabularySize);
    }

    /// <summary>Elements that the experts of one token hold on a device that shares each of them.</summary>
    private static long RoutedWidth(ModelSpec model, MixtureOfExperts moe, ParallelPlan plan) =>
        moe.ExpertsPerToken * (Pieces(3L * moe.ExpertIntermediateSize, plan.ExpertTensor) + model.HiddenSize);

    private static int Pieces(int whole, int parts) => (whole + parts - 1) / parts;

    private static long Pieces(long whole, int parts) => (whole + parts - 1) / parts;
}
