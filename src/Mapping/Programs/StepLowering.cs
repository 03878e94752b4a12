using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Kernels;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Turns the operators of a step into the program of a device; where loads differ, that of the device that has most to do.</summary>
/// <remarks>
/// Megatron's split: column-parallel products need no exchange, row-parallel ones end in an all-reduce, the LM head in an all-gather of
/// logits (Shoeybi et al., 2019). Operators without a matrix product ride on their predecessor where the device fuses them. The step is
/// that of one attention group; the others have as much to do. Exchanges are in the file of this name with Exchanges, experts in that
/// with Experts, attention in memory in that with Memory.
/// </remarks>
public sealed partial class StepLowering
{
    private readonly ParallelPlan _plan;
    private readonly ExpertLoads _loads;
    private readonly AttentionMemorySpec? _memory;
    private readonly ComputeSpec _compute;
    private readonly bool _fuses;
    private readonly MatrixTiling _matrix;
    private readonly GroupedTiling _grouped;
    private readonly AttentionTiling _attention;
    private readonly VectorTiling _vector;
    private readonly QuantisationTiling _quantisation;
    private readonly Dictionary<HeadLinearOperator, Kernel> _headKernels = [];

    // Of the step that is being lowered: kinds of layers often attend alike.
    private readonly Dictionary<(AttentionShape Shape, StepShape Step), Kernel?> _decodes = [];
    private readonly Dictionary<(AttentionShape Shape, StepShape Step), RankLoad> _rankLoads = [];

    /// <param name="plan">The plan.</param>
    /// <param name="device">The devices.</param>
    /// <param name="loads">What experts have to do; null for independent tokens that like all experts equally.</param>
    /// <param name="memory">What computes decode attention in place of the devices; null where they do.</param>
    public StepLowering(ParallelPlan plan, DeviceRates device, ExpertLoads? loads = null, AttentionMemorySpec? memory = null)
    {
        _plan = plan;
        _memory = memory;
        _loads = loads ?? new ExpertLoads(ExpertRouting.Uniform, seed: 1);
        _compute = device.Compute;
        _fuses = device.Compute.Launch.FusesElementwise;
        _matrix = new MatrixTiling(device, plan.WeightPlacement);
        _grouped = new GroupedTiling(device, plan.WeightPlacement);
        _attention = new AttentionTiling(device, plan.CachePlacement);
        _vector = new VectorTiling(device);
        _quantisation = new QuantisationTiling(device);
    }

    /// <summary>How the model is spread.</summary>
    public ParallelPlan Plan => _plan;

    private int Ranks => _plan.TensorParallel;

    /// <summary>The whole step, stage after stage.</summary>
    public DeviceProgram Lower(StepGraph graph) => PipelineStages.Split(LowerLayers(graph), _plan, graph);

    /// <summary>The whole step without its division into stages: a block before the layers, one for each kind of layer, and one after them.</summary>
    public DeviceProgram LowerLayers(StepGraph graph)
    {
        Forget();
        var blocks = new List<ProgramBlock> { new(Lower(graph.Prologue, isScattered: false), 1) };
        foreach (LayerBlock layer in graph.Layers) blocks.Add(new ProgramBlock(Lower(layer.Operators, Scatters), layer.Count));
        blocks.Add(new ProgramBlock(Lower(graph.Epilogue, Scatters), 1));
        return new DeviceProgram(blocks);
    }

    /// <summary>Operators by themselves, in order; their input is on every device.</summary>
    public IReadOnlyList<ProgramStep> Lower(IReadOnlyList<Operator> operators)
    {
        Forget();
        return Lower(operators, isScattered: false);
    }

    private void Forget()
    {
        _decodes.Clear();
        _rankLoads.Clear();
    }

    private IReadOnlyList<ProgramStep> Lower(IReadOnlyList<Operator> operators, bool isScattered)
    {
        var draft = new ProgramDraft(isScattered);
        foreach (Operator op in operators) Append(draft, op);
        IReadOnlyList<ProgramStep> steps = ChunkedOverlap.Join(draft.Steps, _plan.OverlapChunks);
        return _plan.Overlap.HasFlag(OverlapModes.Prefetch) ? WeightPrefetch.Mark(steps) : steps;
    }

    private void Append(ProgramDraft draft, Operator op)
    {
        switch (op)
        {
            case LinearOperator linear:
                AppendLinear(draft, linear);
                break;
            case GroupedLinearOperator grouped:
                AppendExperts(draft, grouped);
                break;
            case HeadLinearOperator heads:
                AppendHeads(draft, heads);
                break;
            case AttentionOperator attention:
                AppendAttention(draft, attention);
                break;
            case EmbeddingOperator embedding:
                AppendEmbedding(draft, embedding);
                break;
            case CacheTransferOperator transfer:
                AppendTransfer(draft, transfer);
                break;
            case NormOperator or ElementwiseOperator:
                AppendPassing(draft, op);
                break;
            default:
                throw new NotSupportedException($"No mapping is known for {op.GetType().Name}.");
        }
    }

    private void AppendLinear(ProgramDraft draft, LinearOperator op)
    {
        bool keepsTokens = op.Routes && _plan.Dispatches;
        if (!keepsTokens && op.Sharding != Sharding.Row) Gather(draft, op, op.InputBytes);
        int rows = keepsTokens ? OwnTokens(op.Rows) : op.Rows, n = op.OutputPerRank(Ranks), k = op.InputPerRank(Ranks);
        NumberFormat arithmetic = ArithmeticOf(op.Weights, op.Activations);
        if (arithmetic != op.Activations) Narrow(draft, op, rows, k, arithmetic);
        var shape = new MatrixShape(op.Name, rows, n, k, op.Weights.SizeOf((long)n * k), op.Weights.Elements, arithmetic) { Output = op.Activations };
        draft.Add(new KernelStep(_matrix.KernelFor(shape), WorkKind.MatrixProduct) { Scope = op.Scope });
        if (op.Sharding == Sharding.Row && !(op.SumsLater && !_plan.Dispatches)) Sum(draft, op, op.OutputBytes);
        if (op.Sharding == Sharding.Vocabulary) AppendGatherOfLogits(draft, op);
    }

    /// <summary>The activations of a product get the format of its weights before it.</summary>
    private void Narrow(ProgramDraft draft, LinearOperator op, int rows, int depth, NumberFormat format)
    {
        if (_fuses || _compute.Quantisations.All(spec => spec.Format != format)) return;
        draft.AddPass(_quantisation.KernelFor($"{op.Name}_narrowing", rows, depth, op.Activations, format, isCold: false), op.Scope);
    }

    /// <summary>Floating-point weights of fewer bits are multiplied in their own format where the matrix unit has it; integers are widened on the way.</summary>
    private NumberFormat ArithmeticOf(WeightFormat weights, NumberFormat activations) =>
        (weights.Elements == NumberFormat.Fp8 || weights.Elements == NumberFormat.Fp4) && _compute.Matrix.Supports(weights.Elements) ? weights.Elements : activations;

    private void AppendHeads(ProgramDraft draft, HeadLinearOperator op)
    {
        if (!_headKernels.TryGetValue(op, out Kernel? kernel))
        {
            var load = new ExpertLoad([.. Enumerable.Repeat(op.Rows, HeadsPerRank(op.Heads))]);
            Bytes weights = op.Weights.SizeOf((long)op.Input * op.Output);
            _headKernels[op] = kernel = _grouped.KernelFor(new GroupedShape(op.Name, load, op.Output, op.Input, weights, op.Weights.Elements, op.Activations));
        }
        draft.Add(new KernelStep(kernel, WorkKind.MatrixProduct) { Scope = op.Scope });
    }

    private void AppendAttention(ProgramDraft draft, AttentionOperator op)
    {
        bool isShared = op.Sharding == Sharding.Heads;
        bool isCached = op.CacheElementsPerToken > 0;
        int keyValueHeads = isShared ? HeadsPerRank(op.KvHeads) : op.KvHeads;
        var shape = new AttentionShape(op.Name, isShared ? HeadsPerRank(op.Heads) : op.Heads, keyValueHeads, op.KeyDimension, op.Activations, isCached ? op.KvCache : op.Activations)
        {
            ValueSize = op.ValueDimension,
            StoredSize = isCached ? op.CacheElementsPerToken / op.KvHeads : op.KeyDimension + op.ValueDimension,
            WritesCache = op.WritesCache,
            Limit = op.Limit,
            Contiguous = op.Contiguous,
        };
        if (_memory is not null) AppendMemoryDecode(draft, op);
        else if (op.Phases.HasFlag(AttentionPhases.Decode) && DecodeKernelOf(shape with { Name = $"{op.Name}_decode" }, op.Shape) is { } decode)
            draft.Add(new KernelStep(decode, WorkKind.Attention) { Scope = OperatorScope.Decode });
        if (op.Phases.HasFlag(AttentionPhases.Prefill)) AppendPrefills(draft, shape with { Name = $"{op.Name}_prefill" }, op.Shape);
        if (_memory is not null) AppendMemoryWrite(draft, op);
    }

    private Kernel? DecodeKernelOf(in AttentionShape shape, StepShape step)
    {
        if (!_decodes.TryGetValue((shape, step), out Kernel? kernel)) _decodes[(shape, step)] = kernel = _attention.DecodeKernel(shape, step);
        return kernel;
    }

    private void AppendPrefills(ProgramDraft draft, in AttentionShape shape, StepShape step)
    {
        if (step.PrefillSequences == 0) return;
        bool first = true;
        foreach (SequenceSlice slice in step.Slices)
        {
            if (slice.IsDecode) continue;
            Kernel kernel = _attention.PrefillKernel(shape, slice);
            draft.Add(new KernelStep(first ? kernel : kernel with { IsFused = true }, WorkKind.Attention) { Scope = OperatorScope.Prefill });
            first = false;
        }
    }

    private void AppendEmbedding(ProgramDraft draft, EmbeddingOperator op)
    {
        bool isShared = op.Sharding == Sharding.Vocabulary;
        Bytes rows = isShared ? ShareOf(op.WeightBytes, Ranks) : op.WeightBytes;
        draft.Add(new KernelStep(_vector.KernelFor(op.Name, rows, op.OutputBytes, Flops.Zero, isFused: false), WorkKind.Embedding) { Scope = op.Scope });
        if (isShared) Sum(draft, op, op.OutputBytes);
    }

    private void AppendTransfer(ProgramDraft draft, CacheTransferOperator op)
    {
        Kernel kernel = _vector.KernelFor(op.Name, op.KvReadBytes, op.InputBytes + op.OutputBytes, Flops.Zero, _fuses);
        if (op.Writes) kernel = kernel with { Runs = [.. kernel.Runs.Select(run => run with { Store = run.Store + op.KvWrittenBytes })] };
        draft.AddPass(kernel, op.Scope);
    }

    /// <summary>An operator that passes once over activations.</summary>
    private void AppendPassing(ProgramDraft draft, Operator op)
    {
        double parts = PartsOf(draft, op);
        Bytes activations = Bytes.FromCount((long)Math.Ceiling((op.InputBytes + op.OutputBytes).Count / parts));
        Kernel kernel = _vector.KernelFor(op.Name, op.WeightBytes, activations, op.Flops / parts, _fuses);
        // Engines add the residual in the kernel of the norm beside it: it moves its bytes and pays no launch.
        if (op is ElementwiseOperator { Kind: ElementwiseKind.Residual }) kernel = kernel with { IsFused = true };
        if (!_fuses && LaunchOf(op) is { } launch) kernel = kernel with { Launch = launch };
        if (op is ElementwiseOperator { Kind: ElementwiseKind.Sampling }) draft.Add(new KernelStep(kernel, WorkKind.Sampling) { Scope = op.Scope });
        else draft.AddPass(kernel, op.Scope);
        if (op is ElementwiseOperator { Kind: ElementwiseKind.ExpertSum } sum) ReturnFromExperts(draft, sum);
    }

    /// <summary>Into how many parts an operator's elements are divided, of which the device has one.</summary>
    private double PartsOf(ProgramDraft draft, Operator op) => op.Sharding switch
    {
        Sharding.Experts => ((ElementwiseOperator)op).Rows / draft.PassedRows * _plan.ExpertTensor,
        Sharding.Replicated when !draft.IsScattered && !(IsOfRouting(op) && _plan.Dispatches) => 1,
        _ => Ranks,
    };

    /// <summary>The fixed time of choices, which are several kernels; null for what is one.</summary>
    private Duration? LaunchOf(Operator op) => (op as ElementwiseOperator)?.Kind switch
    {
        ElementwiseKind.ExpertChoice => _compute.Launch.ExpertChoice,
        ElementwiseKind.PositionChoice => _compute.Launch.PositionChoice,
        _ => null,
    };

    private static bool IsOfRouting(Operator op) => op is ElementwiseOperator { Kind: ElementwiseKind.ExpertChoice or ElementwiseKind.ExpertSum };

    /// <summary>Heads of the fullest device; those that are fewer than the devices are repeated.</summary>
    private int HeadsPerRank(int heads) => (heads + Ranks - 1) / Ranks;

    private static Bytes ShareOf(Bytes whole, int parts) => Bytes.FromCount((whole.Count + parts - 1) / parts);
}
