using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>The order of operators in any step of a model, each with the part it is taken from.</summary>
internal sealed class StepLayout
{
    private readonly List<LayoutEntry> _entries = [];
    private readonly List<LayoutEntry>[] _byPart = [[], [], [], [], []];

    /// <param name="model">The model.</param>
    /// <param name="lowering">How its steps become programs.</param>
    public StepLayout(ModelSpec model, StepLowering lowering)
    {
        StepGraph graph = StepGraph.Of(model, PartShapes.Any());
        foreach (Operator op in graph.Prologue) AddSteps(lowering, op, PartKind.Tokens, 1);
        foreach (LayerBlock layer in graph.Layers)
        {
            int before = _entries.Count;
            foreach (Operator op in layer.Operators)
            {
                if (op is AttentionOperator attention) AddAttention(attention, layer.Count);
                else AddSteps(lowering, op, PartKind.Tokens, layer.Count);
            }
            Blocks.Add(new LayoutBlock(before, _entries.Count - before, layer.Count));
        }
        foreach (Operator op in graph.Epilogue)
        {
            if (op is NormOperator) AddSteps(lowering, op, PartKind.Tokens, 1);
            else AddSteps(lowering, op, PartKind.Head, 1);
        }
    }

    /// <summary>The operators, in order of execution.</summary>
    public IReadOnlyList<LayoutEntry> Entries => _entries;

    /// <summary>The operators of a part, in its order.</summary>
    public IReadOnlyList<LayoutEntry> EntriesOf(PartKind part) => _byPart[(int)part];

    /// <summary>The layers among them.</summary>
    public List<LayoutBlock> Blocks { get; } = [];

    private void AddSteps(StepLowering lowering, Operator op, PartKind part, int repeat)
    {
        foreach (ProgramStep step in lowering.Lower([op])) Add(part, step.Name, step.Kind, repeat);
    }

    private void AddAttention(AttentionOperator op, int repeat)
    {
        Add(PartKind.Decode, $"{op.Name}_decode", WorkKind.Attention, repeat);
        Add(PartKind.Prefill, $"{op.Name}_prefill", WorkKind.Attention, repeat);
    }

    private void Add(PartKind part, string name, WorkKind kind, int repeat)
    {
        List<LayoutEntry> siblings = _byPart[(int)part];
        var entry = new LayoutEntry(part, siblings.Count, new OperatorTiming { Name = name, Kind = kind, Repeat = repeat, Tiling = "" });
        siblings.Add(entry);
        _entries.Add(entry);
    }
}
