using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Turns the operators of a step into the program that every device of a tensor-parallel group runs.</summary>
/// <remarks>
/// Megatron's split: column-parallel products need no exchange, row-parallel ones end in an all-reduce, the LM head in an all-gather of
/// logits (Shoeybi et al., 2019). Operators without a matrix product ride on their predecessor where the device fuses them.
/// </remarks>
public sealed class StepLowering
{
    private readonly ParallelPlan _plan;
    private readonly bool _fuses;
    private readonly MatrixTiling _matrix;
    private readonly AttentionTiling _attention;
    private readonly VectorTiling _vector;

    /// <param name="plan">The plan.</param>
    /// <param name="device">The devices.</param>
    public StepLowering(ParallelPlan plan, DeviceRates device)
    {
        _plan = plan;
        _fuses = device.Compute.Launch.FusesElementwise;
        _matrix = new MatrixTiling(device);
        _attention = new AttentionTiling(device);
        _vector = new VectorTiling(device);
    }

    private int Ranks => _plan.TensorParallel;

    /// <summary>The whole step.</summary>
    /// <exception cref="PresetException">The model has an operator that is not mapped: experts, or a latent or sparse attention.</exception>
    public DeviceProgram Lower(StepGraph graph)
    {
        var blocks = new List<ProgramBlock> { new(Lower(graph.Prologue), 1) };
        foreach (LayerBlock layer in graph.Layers) blocks.Add(new ProgramBlock(Lower(layer.Operators), layer.Count));
        blocks.Add(new ProgramBlock(Lower(graph.Epilogue), 1));
        return new DeviceProgram(blocks);
    }

    /// <summary>Some operators of a step, in order.</summary>
    public IReadOnlyList<ProgramStep> Lower(IReadOnlyList<Operator> operators)
    {
        var steps = new List<ProgramStep>(operators.Count + 4);
        foreach (Operator op in operators) Append(steps, op);
        return steps;
    }

    private void Append(List<ProgramStep> steps, Operator op)
    {
        switch (op)
        {
            case LinearOperator linear:
                AppendLinear(steps, linear);
                break;
            case AttentionOperator attention:
                AppendAttention(steps, attention);
                break;
            case EmbeddingOperator embedding:
                AppendEmbedding(steps, embedding);
                break;
            case NormOperator or ElementwiseOperator:
                steps.Add(new KernelStep(Passing(op), op is ElementwiseOperator { Kind: ElementwiseKind.Sampling } ? WorkKind.Sampling : WorkKind.Elementwise));
                break;
            default:
                throw new PresetException($"The model has {op.Name}, which devices cannot be given yet: only dense decoders with grouped-query attention run. Choose another --model.");
        }
    }

    private void AppendLinear(List<ProgramStep> steps, LinearOperator op)
    {
        int n = op.OutputPerRank(Ranks), k = op.InputPerRank(Ranks);
        var shape = new MatrixShape(op.Name, op.Rows, n, k, op.Weights.SizeOf((long)n * k), op.Weights.Elements, op.Activations);
        steps.Add(new KernelStep(_matrix.KernelFor(shape), WorkKind.MatrixProduct));
        if (Ranks == 1) return;
        if (op.Sharding == Sharding.Row) steps.Add(new CollectiveStep($"{op.Name}_all_reduce", CollectiveKind.AllReduce, op.OutputBytes));
        if (op.Sharding == Sharding.Vocabulary) steps.Add(new CollectiveStep($"{op.Name}_all_gather", CollectiveKind.AllGather, op.OutputBytes));
    }

    private void AppendAttention(List<ProgramStep> steps, AttentionOperator op)
    {
        int keyValueHeads = Math.Max(1, op.KvHeads / Ranks);
        var shape = new AttentionShape(op.Name, op.Heads / Ranks, keyValueHeads, op.KeyDimension, op.Activations, op.KvCache);
        if (_attention.DecodeKernel(shape with { Name = $"{op.Name}_decode" }, op.Shape) is { } decode) steps.Add(new KernelStep(decode, WorkKind.Attention));
        bool first = true;
        foreach (SequenceSlice slice in op.Shape.Slices)
        {
            if (slice.IsDecode) continue;
            Kernel kernel = _attention.PrefillKernel(shape with { Name = $"{op.Name}_prefill" }, slice);
            steps.Add(new KernelStep(first ? kernel : kernel with { IsFused = true }, WorkKind.Attention));
            first = false;
        }
    }

    private void AppendEmbedding(List<ProgramStep> steps, EmbeddingOperator op)
    {
        Bytes rows = Share(op.WeightBytes, op.Sharding);
        steps.Add(new KernelStep(_vector.KernelFor(op.Name, rows, op.OutputBytes, Flops.Zero, isFused: false), WorkKind.Embedding));
        if (Ranks > 1 && op.Sharding == Sharding.Vocabulary) steps.Add(new CollectiveStep($"{op.Name}_all_reduce", CollectiveKind.AllReduce, op.OutputBytes));
    }

    /// <summary>The kernel of an operator that passes once over activations.</summary>
    private Kernel Passing(Operator op)
    {
        Bytes activations = Share(op.InputBytes + op.OutputBytes, op.Sharding);
        Flops work = op.Sharding == Sharding.Replicated ? op.Flops : op.Flops / Ranks;
        return _vector.KernelFor(op.Name, op.WeightBytes, activations, work, _fuses);
    }

    private Bytes Share(Bytes whole, Sharding sharding) =>
        sharding == Sharding.Replicated ? whole : Bytes.FromCount((whole.Count + Ranks - 1) / Ranks);
}
