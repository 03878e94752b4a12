using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Kernels;

/// <summary>Cuts attention: decode by splitting each context over cores, prefill by blocks of queries as flash attention does.</summary>
public sealed class AttentionTiling
{
    private const int DecodeBlock = 64;
    private const int PrefillBlock = 128;

    /// <summary>Vector operations a score costs in an online softmax: scale, maximum, subtract, sum, rescale.</summary>
    private const double VectorWorkPerScore = 5;

    private readonly DeviceRates _device;

    /// <param name="device">The device to cut for.</param>
    public AttentionTiling(DeviceRates device) => _device = device;

    private ComputeSpec Compute => _device.Compute;

    /// <summary>The kernel of all sequences of a step that decode one token, or null if there are none.</summary>
    public Kernel? DecodeKernel(in AttentionShape shape, StepShape step)
    {
        if (step.DecodeSequences == 0) return null;
        var queries = new List<int>(step.DecodeSequences);
        long positions = 0;
        foreach (SequenceSlice slice in step.Slices)
        {
            if (!slice.IsDecode) continue;
            queries.Add(shape.Seen(slice.ContextTokens + 1));
            positions += queries[^1];
        }
        return BestDecode(shape, queries, shape.PerToken * positions);
    }

    /// <summary>The kernel of one sequence in prefill.</summary>
    public Kernel PrefillKernel(in AttentionShape shape, SequenceSlice slice) =>
        shape.Contiguous || slice.ContextTokens + slice.NewTokens <= shape.Limit ? BlockedPrefill(shape, slice) : ScatteredPrefill(shape, slice);

    /// <summary>Every token reads positions of its own, as if each were a sequence that decodes; from memory comes what at least one reads.</summary>
    private Kernel ScatteredPrefill(in AttentionShape shape, SequenceSlice slice)
    {
        var queries = new List<int>(slice.NewTokens);
        long read = 0;
        for (int i = 1; i <= slice.NewTokens; i++)
        {
            queries.Add(shape.Seen(slice.ContextTokens + i));
            read += queries[^1];
        }
        return BestDecode(shape, queries, shape.PerToken * Math.Min(read, slice.ContextTokens + (long)slice.NewTokens));
    }

    private Kernel BlockedPrefill(in AttentionShape shape, SequenceSlice slice)
    {
        long blocks = 0, longest = 0;
        int queryTiles = (int)Pieces(slice.NewTokens, PrefillBlock);
        for (int tile = 0; tile < queryTiles; tile++)
        {
            int first = tile * PrefillBlock, last = Math.Min(first + PrefillBlock, slice.NewTokens);
            long skipped = shape.Limit > 0 ? Math.Max(0, slice.ContextTokens + first + 1 - shape.Limit) / PrefillBlock : 0;
            longest = Math.Max(longest, Pieces(slice.ContextTokens + last, PrefillBlock) - skipped);
            blocks += Pieces(slice.ContextTokens + last, PrefillBlock) - skipped;
        }
        long threads = (long)queryTiles * shape.QueryHeads;
        int active = (int)Math.Min(threads, Compute.Cores);
        long stages = Math.Max(Pieces(blocks * shape.QueryHeads, Compute.Cores), longest);
        int waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages);
        int rows = Math.Min(slice.NewTokens, PrefillBlock);
        long positions = slice.ContextTokens + (long)slice.NewTokens;
        if (shape.Limit > 0) positions = Math.Min(positions, (long)shape.Limit + slice.NewTokens - 1);
        Bytes queries = shape.Arithmetic.SizeOf((long)slice.NewTokens * shape.QueryHeads * (shape.HeadSize + shape.ValueSize));
        Bytes stageBytes = shape.Cache.SizeOf((long)PrefillBlock * shape.StoredSize);
        double scores = AttentionLoad.PairsOf(slice, shape.Limit) * (double)shape.QueryHeads;
        var stage = new StageRun
        {
            Waves = waves,
            StagesPerWave = (int)stages,
            Load = shape.PerToken * positions + queries,
            FromShared = stageBytes * active,
            Store = shape.WritesCache ? shape.PerToken * slice.NewTokens : Bytes.Zero,
            Compute = BlockTime(shape, rows, PrefillBlock),
            Buffers = BuffersFor(stageBytes),
        };
        return new Kernel(shape.Name, Spread(stage))
        {
            MatrixWork = WorkOf(shape, scores),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"{PrefillBlock}x{PrefillBlock}",
        };
    }

    /// <summary>The split of contexts over cores that is predicted to be fastest.</summary>
    /// <param name="shape">The heads.</param>
    /// <param name="queries">Positions that each query token sees.</param>
    /// <param name="read">What comes from memory.</param>
    private Kernel BestDecode(in AttentionShape shape, List<int> queries, Bytes read)
    {
        Kernel? best = null;
        Duration bestTime = Duration.MaxValue;
        long longest = 0;
        foreach (int positions in queries) longest = Math.Max(longest, Pieces(positions, DecodeBlock));
        for (int split = 1; split <= 64; split *= 2)
        {
            long piece = Pieces(longest, split);
            Kernel kernel = BuildDecode(shape, queries, read, piece);
            Duration time = _device.Predict(kernel);
            if (time < bestTime)
            {
                best = kernel;
                bestTime = time;
            }
            if (piece == 1) break;
        }
        return best!;
    }

    private Kernel BuildDecode(in AttentionShape shape, List<int> queries, Bytes read, long piece)
    {
        long threads = 0, blocks = 0, positions = 0;
        foreach (int seen in queries)
        {
            long own = Pieces(seen, DecodeBlock);
            threads += Pieces(own, piece);
            blocks += own;
            positions += seen;
        }
        threads *= shape.KeyValueHeads;
        long stages = Math.Max(Pieces(blocks * shape.KeyValueHeads, Compute.Cores), piece);
        int waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages);
        int active = (int)Math.Min(threads, Compute.Cores);
        Bytes stageBytes = shape.Cache.SizeOf((long)DecodeBlock * shape.StoredSize);
        double scores = (double)positions * shape.QueryHeads;
        int rows = shape.QueryHeads / shape.KeyValueHeads;
        var stage = new StageRun
        {
            Waves = waves,
            StagesPerWave = (int)stages,
            Load = read,
            FromShared = stageBytes * active,
            Store = shape.WritesCache ? shape.PerToken * queries.Count : Bytes.Zero,
            Compute = BlockTime(shape, rows, DecodeBlock),
            Buffers = BuffersFor(stageBytes),
        };
        return new Kernel(shape.Name, Spread(stage))
        {
            Reduces = threads > (long)queries.Count * shape.KeyValueHeads,
            MatrixWork = WorkOf(shape, scores),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"pieces of {piece * DecodeBlock} tokens",
        };
    }

    private static Flops WorkOf(in AttentionShape shape, double scores) => Flops.FromCount(2 * scores * (shape.HeadSize + shape.ValueSize));

    private int BuffersFor(Bytes stage) => (int)Math.Clamp(Compute.CoreBuffer.Count / stage.Count, 1, 16);

    /// <summary>
    /// Deals the totals of a kernel (all stages in <see cref="StageRun.StagesPerWave"/>, all loads and stores) out to its waves and
    /// stages; where the stages do not divide, the last wave is shorter.
    /// </summary>
    private static List<StageRun> Spread(StageRun total)
    {
        long stages = total.StagesPerWave;
        int perWave = (int)Pieces(stages, total.Waves);
        int fullWaves = (int)(stages / perWave);
        int rest = (int)(stages - (long)fullWaves * perWave);
        StageRun run = total with
        {
            Waves = fullWaves,
            StagesPerWave = perWave,
            Load = Bytes.FromCount(Pieces(total.Load.Count, stages)),
            Store = Bytes.FromCount(Pieces(total.Store.Count, fullWaves + (rest > 0 ? 1 : 0))),
        };
        return rest == 0 ? [run] : [run, run with { Waves = 1, StagesPerWave = rest }];
    }

    /// <summary>Scores and values of one block of keys: matrix work and softmax, overlapped as far as the cores can.</summary>
    private Duration BlockTime(in AttentionShape shape, int rows, int keys)
    {
        MatrixUnitSpec matrix = Compute.Matrix;
        Duration mma = matrix.TimeFor(rows, keys, shape.HeadSize, shape.Arithmetic, Compute.Clock);
        if (shape.ValueSize > 0) mma += matrix.TimeFor(rows, shape.ValueSize, keys, shape.Arithmetic, Compute.Clock);
        double scores = (double)rows * keys;
        Duration softmax = Compute.Vector.TimeFor(VectorWorkPerScore * scores, scores, Compute.Clock);
        Duration shorter = Duration.Min(mma, softmax);
        return Duration.Max(mma, softmax) + Duration.FromPicoseconds((long)(shorter.Picoseconds * Compute.Vector.OverlapLoss));
    }

    private static long Pieces(long whole, long piece) => (whole + piece - 1) / piece;
}
