using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
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
        Kernel? best = null;
        Duration bestTime = Duration.MaxValue;
        long blocks = 0, longest = 0;
        foreach (SequenceSlice slice in step.Slices)
        {
            if (!slice.IsDecode) continue;
            long own = Pieces(slice.ContextTokens + 1, DecodeBlock);
            blocks += own;
            longest = Math.Max(longest, own);
        }
        for (int split = 1; split <= 64; split *= 2)
        {
            long piece = Pieces(longest, split);
            Kernel kernel = BuildDecode(shape, step, blocks, piece);
            Duration time = _device.Predict(kernel);
            if (time < bestTime)
            {
                best = kernel;
                bestTime = time;
            }
            if (piece == 1) break;
        }
        return best;
    }

    /// <summary>The kernel of one sequence in prefill.</summary>
    public Kernel PrefillKernel(in AttentionShape shape, SequenceSlice slice)
    {
        long blocks = 0, longest = 0;
        int queryTiles = (int)Pieces(slice.NewTokens, PrefillBlock);
        for (int tile = 0; tile < queryTiles; tile++)
        {
            int last = Math.Min((tile + 1) * PrefillBlock, slice.NewTokens);
            longest = Pieces(slice.ContextTokens + last, PrefillBlock);
            blocks += longest;
        }
        long threads = (long)queryTiles * shape.QueryHeads;
        int active = (int)Math.Min(threads, Compute.Cores);
        long stages = Math.Max(Pieces(blocks * shape.QueryHeads, Compute.Cores), longest);
        int waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages);
        int rows = Math.Min(slice.NewTokens, PrefillBlock);
        Bytes cache = shape.PerToken * (slice.ContextTokens + (long)slice.NewTokens);
        Bytes queries = shape.Arithmetic.SizeOf(2L * slice.NewTokens * shape.QueryHeads * shape.HeadSize);
        Bytes stageBytes = shape.Cache.SizeOf(2L * PrefillBlock * shape.HeadSize);
        double scores = (double)slice.NewTokens * (slice.ContextTokens + (slice.NewTokens + 1) / 2.0) * shape.QueryHeads;
        var stage = new StageRun
        {
            Waves = waves,
            StagesPerWave = (int)stages,
            Load = cache + queries,
            FromShared = stageBytes * active,
            Store = shape.PerToken * slice.NewTokens,
            Compute = BlockTime(shape, rows, PrefillBlock),
            Buffers = BuffersFor(stageBytes),
        };
        return new Kernel(shape.Name, Spread(stage))
        {
            MatrixWork = Flops.FromCount(4 * scores * shape.HeadSize),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"{PrefillBlock}x{PrefillBlock}",
        };
    }

    private Kernel BuildDecode(in AttentionShape shape, StepShape step, long blocks, long piece)
    {
        long threads = 0;
        foreach (SequenceSlice slice in step.Slices)
        {
            if (slice.IsDecode) threads += Pieces(Pieces(slice.ContextTokens + 1, DecodeBlock), piece);
        }
        threads *= shape.KeyValueHeads;
        long stages = Math.Max(Pieces(blocks * shape.KeyValueHeads, Compute.Cores), piece);
        int waves = (int)Math.Min(Pieces(threads, Compute.Cores), stages);
        int active = (int)Math.Min(threads, Compute.Cores);
        long contextTokens = step.DecodeContextTokens + step.DecodeSequences;
        Bytes stageBytes = shape.Cache.SizeOf(2L * DecodeBlock * shape.HeadSize);
        double scores = (double)contextTokens * shape.QueryHeads;
        int rows = shape.QueryHeads / shape.KeyValueHeads;
        var stage = new StageRun
        {
            Waves = waves,
            StagesPerWave = (int)stages,
            Load = shape.PerToken * contextTokens,
            FromShared = stageBytes * active,
            Store = shape.PerToken * step.DecodeSequences,
            Compute = BlockTime(shape, rows, DecodeBlock),
            Buffers = BuffersFor(stageBytes),
        };
        return new Kernel(shape.Name, Spread(stage))
        {
            Reduces = threads > (long)step.DecodeSequences * shape.KeyValueHeads,
            MatrixWork = Flops.FromCount(4 * scores * shape.HeadSize),
            VectorWork = Flops.FromCount(VectorWorkPerScore * scores),
            Tiling = $"pieces of {piece * DecodeBlock} tokens",
        };
    }

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
        Duration mma = matrix.TimeFor(rows, keys, shape.HeadSize, shape.Arithmetic, Compute.Clock)
            + matrix.TimeFor(rows, shape.HeadSize, keys, shape.Arithmetic, Compute.Clock);
        double scores = (double)rows * keys;
        Duration softmax = Compute.Vector.TimeFor(VectorWorkPerScore * scores, scores, Compute.Clock);
        Duration shorter = Duration.Min(mma, softmax);
        return Duration.Max(mma, softmax) + Duration.FromPicoseconds((long)(shorter.Picoseconds * Compute.Vector.OverlapLoss));
    }

    private static long Pieces(long whole, long piece) => (whole + piece - 1) / piece;
}
