using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>What the closed form says of the parts of a step at the very sizes that are asked for.</summary>
/// <remarks>It knows how operators are cut into tiles, so that what lies between grid points follows the steps in which work grows.</remarks>
internal sealed class PartPredictor
{
    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;
    private readonly AnalyticalExecutor _analytical;
    private readonly StepLayout _layout;
    private readonly Dictionary<(int Block, string Name), LayoutEntry> _entries;
    private readonly Dictionary<int, OperatorSample[]> _tokens = [];
    private readonly Dictionary<int, OperatorSample[]> _heads = [];
    private readonly OperatorSample[] _decode, _prefill;

    public PartPredictor(ModelSpec model, StepLowering lowering, AnalyticalExecutor analytical, StepLayout layout)
    {
        _model = model;
        _lowering = lowering;
        _analytical = analytical;
        _layout = layout;
        _entries = layout.Entries.ToDictionary(entry => (entry.Block, entry.Template.Name));
        _decode = new OperatorSample[layout.EntriesOf(PartKind.Decode).Count];
        _prefill = new OperatorSample[layout.EntriesOf(PartKind.Prefill).Count];
    }

    /// <summary>The operators of a part, in the order of <see cref="StepLayout"/>; those that share a name are added up.</summary>
    /// <param name="part">The part.</param>
    /// <param name="shape">The step; attention is that of the last one for which <see cref="PredictAttention"/> was called.</param>
    public OperatorSample[] Of(PartKind part, StepShape shape) => part switch
    {
        PartKind.Tokens => Remembered(_tokens, part, shape.NewTokens, PartShapes.Tokens),
        PartKind.Head => Remembered(_heads, part, shape.SampledSequences, PartShapes.Head),
        PartKind.Decode => _decode,
        _ => _prefill,
    };

    /// <summary>Predicts the operators that depend on every sequence's context.</summary>
    public void PredictAttention(StepShape shape)
    {
        Array.Clear(_decode);
        Array.Clear(_prefill);
        StepGraph graph = StepGraph.Of(_model, shape).Only(op => op.Scope is not (OperatorScope.NewTokens or OperatorScope.Sampled));
        Predict(graph, part => part switch { PartKind.Decode => _decode, PartKind.Prefill => _prefill, _ => null });
    }

    private OperatorSample[] Remembered(Dictionary<int, OperatorSample[]> known, PartKind part, int size, Func<int, StepShape> shapeOf)
    {
        if (known.TryGetValue(size, out OperatorSample[]? samples)) return samples;
        samples = new OperatorSample[_layout.EntriesOf(part).Count];
        Predict(StepGraph.Of(_model, shapeOf(size)), other => other == part ? samples : null);
        known.Add(size, samples);
        return samples;
    }

    private void Predict(StepGraph graph, Func<PartKind, OperatorSample[]?> sumsOf)
    {
        IReadOnlyList<ProgramBlock> blocks = StepLayout.DistinctBlocks(_lowering.Lower(graph));
        for (int block = 0; block < blocks.Count; block++)
        {
            IReadOnlyList<ProgramStep> steps = blocks[block].Steps;
            ReadOnlySpan<OperatorTiming> predicted = _analytical.Programs.Predict(steps);
            for (int i = 0; i < steps.Count; i++)
            {
                if (sumsOf(StepLayout.PartOf(steps[i])) is not { } sums) continue;
                ref OperatorSample sum = ref sums[_entries[(block, steps[i].Name)].Index];
                sum = OperatorSample.Mix(sum, 1, OperatorSample.Of(predicted[i]), 1);
            }
        }
    }
}
