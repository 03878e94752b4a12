using System.Numerics;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Small programs over the sizes that matter, run at event fidelity: what traces do not show.</summary>
/// <remarks>
/// Streams over size and depth of buffering (bandwidth over transaction size, latency over load), matrix products and attention over shape,
/// passes over activations, the operators of a dense and of an expert model, and collectives over size. Sizes are drawn log-uniformly from a named stream, so that a seed fixes them.
/// </remarks>
public sealed class Microbenchmarks
{
    private const string DenseModel = "llama-3-8b", ExpertModel = "qwen3-30b-a3b";
    private const int Streams = 40, Products = 70, Attentions = 50, Passes = 20, Collectives = 40;

    private static readonly CollectiveKind[] Kinds = [CollectiveKind.AllReduce, CollectiveKind.AllGather, CollectiveKind.ReduceScatter, CollectiveKind.AllToAll];

    private readonly PlatformSpec _platform;
    private readonly DeviceRates _rates;
    private readonly NumberFormat _format;
    private readonly RandomStream _random;

    /// <param name="platform">The machine.</param>
    /// <param name="seed">Fixes the sizes.</param>
    public Microbenchmarks(PlatformSpec platform, ulong seed)
    {
        _platform = platform;
        _rates = DeviceRates.Of(platform.Device);
        _format = platform.Device.Compute.Matrix.Supports(NumberFormat.Bf16) ? NumberFormat.Bf16 : platform.Device.Compute.Matrix.Rates[0].Format;
        _random = new RandomStream(seed, "microbenchmarks");
    }

    /// <summary>Runs all, in a fixed order.</summary>
    public IEnumerable<CalibrationPoint> Run()
    {
        StepExecutors dense = StepExecutors.Open(ModelLibrary.Open(DenseModel), _platform, new ParallelPlan());
        var timer = new PointTimer(dense, _rates.MemoryLine);
        foreach (KernelStep step in Kernels()) yield return timer.Time(step);
        foreach (ProgramStep step in OperatorsOf(dense)) yield return timer.Time(step);
        foreach (ProgramStep step in OperatorsOf(StepExecutors.Open(ModelLibrary.Open(ExpertModel), _platform, new ParallelPlan()))) yield return timer.Time(step);
        if (_platform.Devices == 1) yield break;
        for (int i = 0; i < Collectives; i++) yield return timer.Time(Collective(Kinds[i % Kinds.Length]));
    }

    /// <summary>Two to sixty-four devices side by side, as many as there are.</summary>
    private CollectiveStep Collective(CollectiveKind kind)
    {
        int ranks = 2 << (int)_random.NextInteger(BitOperations.Log2((uint)Math.Min(64, _platform.Devices)));
        return new CollectiveStep($"{kind} {ranks}", kind, Bytes.FromCount(LogUniform(1L << 10, 1L << 26)), new RankGroup(ranks));
    }

    private IEnumerable<KernelStep> Kernels()
    {
        for (int i = 0; i < Streams; i++) yield return Stream();
        var matrix = new MatrixTiling(_rates);
        for (int i = 0; i < Products; i++) yield return new KernelStep(matrix.KernelFor(Product()), WorkKind.MatrixProduct);
        var attention = new AttentionTiling(_rates);
        for (int i = 0; i < Attentions; i++) yield return new KernelStep(Attention(attention, isDecode: i % 2 == 0), WorkKind.Attention);
        var vector = new VectorTiling(_rates);
        for (int i = 0; i < Passes; i++) yield return Pass(vector);
    }

    /// <summary>What the model does on devices and between them besides attention, for a few numbers of tokens, each operator once.</summary>
    private static IEnumerable<ProgramStep> OperatorsOf(StepExecutors executors)
    {
        foreach (int sequences in (int[])[1, 12, 150])
        {
            var shape = new StepShape();
            for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1, Samples: true));
            IEnumerable<ProgramStep> steps = executors.Lower(shape).Blocks.SelectMany(block => block.Steps);
            foreach (ProgramStep step in steps.Where(s => s is CollectiveStep or KernelStep { Kind: not WorkKind.Attention }).DistinctBy(s => s.Name)) yield return step;
        }
    }

    /// <summary>Loads alone, some with stores, through one to eight buffers a core.</summary>
    private KernelStep Stream()
    {
        var run = new StageRun
        {
            Waves = 1 + (int)_random.NextInteger(4),
            StagesPerWave = (int)LogUniform(4, 256),
            Load = Bytes.FromCount(LogUniform(1L << 14, 1L << 22)),
            Store = Bytes.FromCount(_random.NextInteger(2) * LogUniform(1L << 14, 1L << 22)),
            Buffers = 1 << (int)_random.NextInteger(4),
        };
        return new KernelStep(new Kernel("stream", [run]) { Tiling = $"{run.Load} x {run.Stages}, {run.Buffers} buffers" }, WorkKind.Elementwise);
    }

    private MatrixShape Product()
    {
        int m = (int)LogUniform(1, 8192), n = (int)LogUniform(256, 32768) / 64 * 64, k = (int)LogUniform(256, 32768) / 64 * 64;
        return new MatrixShape("matrix_product", m, n, k, _format.SizeOf((long)n * k), _format, _format);
    }

    private Kernel Attention(AttentionTiling tiling, bool isDecode)
    {
        int cacheHeads = 1 << (int)_random.NextInteger(4), shared = 1 << (int)_random.NextInteger(4);
        var shape = new AttentionShape(isDecode ? "attention_decode" : "attention_prefill", cacheHeads * shared, cacheHeads, 128, _format, _format);
        if (!isDecode) return tiling.PrefillKernel(shape, new SequenceSlice((int)LogUniform(16, 4096), (int)LogUniform(1, 8192) - 1, Samples: true));
        var step = new StepShape();
        int sequences = (int)LogUniform(1, 256), context = (int)LogUniform(16, 16384);
        for (int i = 0; i < sequences; i++) step.Add(new SequenceSlice(1, context, Samples: true));
        return tiling.DecodeKernel(shape, step)!;
    }

    private KernelStep Pass(VectorTiling tiling)
    {
        long bytes = LogUniform(1L << 12, 1L << 28);
        return new KernelStep(tiling.KernelFor("pass", Bytes.Zero, Bytes.FromCount(bytes), Flops.FromCount(bytes * 2.0), isFused: false), WorkKind.Elementwise);
    }

    private long LogUniform(long least, long most) => (long)Math.Round(least * Math.Pow(most / (double)least, _random.NextDouble()));
}
