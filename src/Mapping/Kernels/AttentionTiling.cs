using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts attention: decode by splitting each context over cores, prefill by blocks of queries as flash attention does.</summary>
public sealed class AttentionTiling
{
    private const int DecodeBlock = 64;
    private const int PrefillBlock = 128;

    /// <summary>Query rows of the decode kernel's blocks, unless the matrix unit has base arrays; fewer are padded, as it keeps queries in the rows of the unit.</summary>
    private const int DecodeRows = 64;

    /// <summary>Query rows of the decode kernel for latents, which is made for 128 heads on a device (FlashMLA, CUTLASS MLA); engines pad to them.</summary>
    private const int LatentRows = 128;

    /// <summary>Vector operations a score costs in an online softmax: scale, maximum, subtract, sum, rescale.</summary>
    private const double VectorWorkPerScore = 5;

    private readonly DeviceRates _device;
    private readonly OperandPlacement _cache;

    /// <param name="device">The device to cut for.</param>
    /// <param name="placement">Where KV blocks lie in its memory.</param>
    public AttentionTiling(DeviceRates device, DataPlacement placement = DataPlacement.Striped)
    {
        _device = device;
        _cache = new OperandPlacement(placement, device.Compute);
    }

    private ComputeSpec Compute => _device.Compute;

    private AttentionKernelSpec Spec => Compute.Attention;

    /// <summary>The kernel of all sequences of a step that decode one token, or null if there are none.</summary>
    public Kernel? DecodeKernel(in AttentionShape shape, StepShape step)
    {
        if (step.DecodeSequences == 0) return null;
        var queries = new QueryBlocks(DecodeBlock);
        foreach (SequenceSlice slice in step.Slices)
        {
            if (slice.IsDecode) queries.Add(shape.Seen(slice.ContextTokens + 1));
        }
        return BestDecode(shape, queries, shape.PerToken * queries.Positions);
    }

    /// <summary>The kernel of one sequence in prefill.</summary>
    public Kernel PrefillKernel(in AttentionShape shape, SequenceSlice slice) =>
        shape.Contiguous || slice.ContextTokens + slice.NewTokens <= shape.Limit ? BlockedPrefill(shape, slice, sequences: 1) : ScatteredPrefill(shape, slice);

    /// <summary>The kernel of several equal sequences in prefill, each token seeing all before it.</summary>
    public Kernel PrefillKernel(in AttentionShape shape, SequenceSlice slice, int sequences) => BlockedPrefill(shape, slice, sequences);

    /// <summary>Every token reads positions of its own, as if each were a sequence that decodes; from memory comes what at least one reads.</summary>
    private Kernel ScatteredPrefill(in AttentionShape shape, SequenceSlice slice)
    {
        var queries = new QueryBlocks(DecodeBlock);
        for (int i = 1; i <= slice.NewTokens; i++) queries.Add(shape.Seen(slice.ContextTokens + i));
        return BestDecode(shape, queries, shape.PerToken * Math.Min(queries.Positions, slice.ContextTokens + (long)slice.NewTokens));
    }

    /// <remarks>
    /// A core owns a block of queries and walks the blocks of keys that causality leaves it; blocks are dealt out as cores get free, so
    /// that the kernel lasts its even share and half of its longest walk. Heads that share keys are packed into one block of queries
    /// where that makes fewer blocks.
    /// </remarks>
    private Kernel BlockedPrefill(in AttentionShape shape, SequenceSlice slice, int sequences)
    {
        int group = shape.QueryHeads / shape.KeyValueHeads;
        bool packs = Pieces((long)slice.NewTokens * group, PrefillBlock) < Pieces(slice.NewTokens, PrefillBlock) * group;
        long walkers = (long)sequences * (packs ? shape.KeyValueHeads : shape.QueryHeads);
        (int tiles, long blocks, long longest) = Walks(shape, slice, packs ? Math.Max(1, PrefillBlock / group) : PrefillBlock);
        long threads = tiles * walkers;
        long stages = Math.Max(Pieces(blocks * walkers + longest * Compute.Cores / 2, Compute.Cores), longest);
        Bytes stageBytes = shape.Cache.SizeOf((long)PrefillBlock * shape.StoredSize);
        double scores = AttentionLoad.PairsOf(slice, shape.Limit) * (double)shape.QueryHeads * sequences;
        long before = shape.Limit > 0 ? Math.Min(slice.ContextTokens, shape.Limit - 1L) : slice.ContextTokens;
        Bytes cached = shape.PerToken * before * sequences, prompt = PromptReads(shape, slice.NewTokens) * sequences;
        var stage = new StageRun
        {
            Waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages),
            StagesPerWave = (int)stages,
            Load = cached + prompt,
            FromShared = stageBytes * (int)Math.Min(threads, Compute.Cores),
            Store = shape.WritesCache ? shape.PerToken * slice.NewTokens * sequences * _cache.Copies : Bytes.Zero,
            Compute = BlockTime(shape, PrefillBlock, PrefillBlock),
            Start = Spec.BlockStart,
            Buffers = BuffersFor(stageBytes),
        };
        double part = (double)cached.Count / Math.Max(1, (cached + prompt).Count);
        double holders = KvAddressMap.HoldersOf(Math.Max(1, Pieces(before, DecodeBlock)) * shape.KeyValueHeads * sequences, Compute.Cores);
        Span<StageRun> runs = stackalloc StageRun[2];
        runs = runs[..Spread(stage, runs)];
        foreach (ref StageRun run in runs) run = _cache.Apply(run, part, Bytes.FromCount((long)(run.Load.Count * part)), holders, homes: 1);
        return new Kernel(shape.Name, [.. runs])
        {
            Launch = shape.IsNarrowed ? Spec.PromptLaunch + Spec.Narrowing : Spec.PromptLaunch,
            MatrixWork = WorkOf(shape, scores),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"{PrefillBlock}x{PrefillBlock}",
        };
    }

    /// <summary>The blocks of keys that the blocks of queries of one sequence and head walk: how many blocks of queries, all walks, the longest.</summary>
    private static (int Tiles, long Blocks, long Longest) Walks(in AttentionShape shape, SequenceSlice slice, int tokensPerTile)
    {
        int tiles = (int)Pieces(slice.NewTokens, tokensPerTile);
        long blocks = 0, longest = 0;
        for (int tile = 0; tile < tiles; tile++)
        {
            int first = tile * tokensPerTile, last = Math.Min(first + tokensPerTile, slice.NewTokens);
            long skipped = shape.Limit > 0 ? Math.Max(0, slice.ContextTokens + first + 1 - shape.Limit) / PrefillBlock : 0;
            long walk = Pieces(slice.ContextTokens + last, PrefillBlock) - skipped;
            longest = Math.Max(longest, walk);
            blocks += walk;
        }
        return (tiles, blocks, longest);
    }

    /// <summary>Passes over queries, new keys and values, and outputs; narrowing the queries for the cache's format is one more.</summary>
    private Bytes PromptReads(in AttentionShape shape, int tokens)
    {
        long queries = (long)tokens * shape.QueryHeads * shape.HeadSize;
        Bytes all = shape.Arithmetic.SizeOf(queries + (long)tokens * shape.QueryHeads * shape.ValueSize + (long)tokens * shape.KeyValueHeads * shape.StoredSize);
        if (shape.IsNarrowed) all += shape.Arithmetic.SizeOf(queries) + shape.Cache.SizeOf(queries);
        return Bytes.FromCount((long)(all.Count * Spec.PromptTraffic));
    }

    /// <summary>The split of contexts over cores that is predicted to be fastest.</summary>
    /// <param name="shape">The heads.</param>
    /// <param name="queries">What each query token sees.</param>
    /// <param name="read">What comes from memory.</param>
    /// <remarks>Where keys are near, every core works on the blocks above it, so that contexts are cut into blocks.</remarks>
    private Kernel BestDecode(in AttentionShape shape, QueryBlocks queries, Bytes read)
    {
        Duration block = DecodeBlockTime(shape), bestTime = Duration.MaxValue;
        if (_cache.Kind == DataPlacement.Near) return BuildDecode(shape, queries, read, block, piece: 1);
        Span<StageRun> runs = stackalloc StageRun[2];
        long best = 0;
        for (int split = 1; split <= 64; split *= 2)
        {
            long piece = Pieces(queries.Longest, split);
            Duration outside = DecodeLaunch(shape) + (IsSplit(queries, piece) ? Spec.Split : Duration.Zero);
            Duration time = _device.Predict(runs[..CutDecode(shape, queries, read, block, piece, runs)], outside);
            if (time < bestTime) (best, bestTime) = (piece, time);
            if (piece == 1) break;
        }
        return BuildDecode(shape, queries, read, block, best);
    }

    private Kernel BuildDecode(in AttentionShape shape, QueryBlocks queries, Bytes read, Duration block, long piece)
    {
        Span<StageRun> runs = stackalloc StageRun[2];
        double scores = (double)queries.Positions * shape.QueryHeads;
        return new Kernel(shape.Name, [.. runs[..CutDecode(shape, queries, read, block, piece, runs)]])
        {
            Launch = DecodeLaunch(shape),
            Reduction = Spec.Split,
            Reduces = IsSplit(queries, piece),
            MatrixWork = WorkOf(shape, scores),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"pieces of {piece * DecodeBlock} tokens",
        };
    }

    private Duration DecodeLaunch(in AttentionShape shape) => shape.IsNarrowed ? Spec.DecodeLaunch + Spec.Narrowing : Spec.DecodeLaunch;

    /// <summary>Whether a context is cut, so that its pieces have to be joined.</summary>
    private static bool IsSplit(QueryBlocks queries, long piece) => queries.CutInto(piece) > queries.Count;

    /// <summary>Writes down the stages of contexts in pieces; says how many runs those are.</summary>
    private int CutDecode(in AttentionShape shape, QueryBlocks queries, Bytes read, Duration block, long piece, Span<StageRun> runs)
    {
        long threads = queries.CutInto(piece) * shape.KeyValueHeads, blocks = queries.Blocks * shape.KeyValueHeads;
        long stages = Math.Max(Pieces(blocks, Compute.Cores), piece);
        int waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages);
        int active = (int)Math.Min(threads, Compute.Cores);
        Bytes stageBytes = shape.Cache.SizeOf((long)DecodeBlock * shape.StoredSize);
        var stage = new StageRun
        {
            Waves = waves,
            StagesPerWave = (int)stages,
            Load = read,
            FromShared = stageBytes * active,
            Store = shape.WritesCache ? shape.PerToken * queries.Count * _cache.Copies : Bytes.Zero,
            Compute = block,
            Start = Spec.BlockStart,
            Buffers = BuffersFor(stageBytes),
        };
        double holders = KvAddressMap.HoldersOf(blocks, Compute.Cores);
        int count = Spread(stage, runs);
        foreach (ref StageRun run in runs[..count]) run = _cache.Apply(run, 1, run.FromShared, holders, homes: 1);
        return count;
    }

    /// <summary>A block of keys for all queries of its head, as long as a core takes to load or to compute it.</summary>
    private Duration DecodeBlockTime(in AttentionShape shape)
    {
        int least = Compute.Matrix.BaseArrays?.Rows ?? (shape.IsLatent ? LatentRows : DecodeRows);
        int rows = (int)Pieces(shape.QueryHeads / shape.KeyValueHeads, least) * least;
        Bytes block = shape.Cache.SizeOf((long)DecodeBlock * shape.StoredSize);
        return Duration.Max(BlockTime(shape, rows, DecodeBlock), block / (_device.MemoryRate * Spec.CoreShare / Compute.Cores));
    }

    private static Flops WorkOf(in AttentionShape shape, double scores) => Flops.FromCount(2 * scores * (shape.HeadSize + shape.ValueSize));

    private int BuffersFor(Bytes stage) => (int)Math.Clamp(Compute.CoreBuffer.Count / stage.Count, 2, 16);

    /// <summary>
    /// Deals the totals of a kernel (all stages in <see cref="StageRun.StagesPerWave"/>, all loads and stores) out to its waves and
    /// stages; where the stages do not divide, the last wave is shorter. Says how many runs those are.
    /// </summary>
    private static int Spread(in StageRun total, Span<StageRun> runs)
    {
        long stages = total.StagesPerWave;
        int perWave = (int)Pieces(stages, total.Waves);
        int fullWaves = (int)(stages / perWave);
        int rest = (int)(stages - (long)fullWaves * perWave);
        runs[0] = total with
        {
            Waves = fullWaves,
            StagesPerWave = perWave,
            Load = Bytes.FromCount(Pieces(total.Load.Count, stages)),
            Store = Bytes.FromCount(Pieces(total.Store.Count, fullWaves + (rest > 0 ? 1 : 0))),
        };
        if (rest == 0) return 1;
        runs[1] = runs[0] with { Waves = 1, StagesPerWave = rest };
        return 2;
    }

    /// <summary>Scores and values of one block of keys: matrix work and softmax, overlapped as far as the cores can.</summary>
    private Duration BlockTime(in AttentionShape shape, int rows, int keys)
    {
        MatrixUnitSpec matrix = Compute.Matrix;
        NumberFormat format = Spec.MultipliesNarrow ? shape.Cache : shape.Arithmetic;
        double sustained = shape.IsLatent ? Spec.LatentSustained : Spec.Sustained;
        Duration mma = matrix.TimeFor(rows, keys, shape.HeadSize, format, sustained, Compute.Clock);
        if (shape.ValueSize > 0) mma += matrix.TimeFor(rows, shape.ValueSize, keys, format, sustained, Compute.Clock);
        double scores = (double)rows * keys;
        Duration softmax = Compute.Vector.TimeFor(VectorWorkPerScore * scores, scores / Spec.Softmax, Compute.Clock);
        Duration shorter = Duration.Min(mma, softmax);
        return Duration.Max(mma, softmax) + Duration.FromPicoseconds((long)(shorter.Picoseconds * Spec.OverlapLoss));
    }

    private static long Pieces(long whole, long piece) => (whole + piece - 1) / piece;
}
