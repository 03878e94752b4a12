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
        DeviceProgram program = lowering.Lower(StepGraph.Of(model, PartShapes.Any()));
        var starts = new Dictionary<IReadOnlyList<ProgramStep>, int>(ReferenceEqualityComparer.Instance);
        foreach (ProgramBlock block in DistinctBlocks(program))
        {
            int number = starts.Count;
            starts.Add(block.Steps, _entries.Count);
            foreach (ProgramStep step in block.Steps) Add(step, number);
        }
        Blocks = [.. program.Blocks.Select(block => new LayoutBlock(starts[block.Steps], block.Steps.Count, block.Repeat))];
    }

    /// <summary>The operators of distinct blocks.</summary>
    public IReadOnlyList<LayoutEntry> Entries => _entries;

    /// <summary>The blocks of a step, in order of execution.</summary>
    public IReadOnlyList<LayoutBlock> Blocks { get; }

    /// <summary>The operators of a part, in its order.</summary>
    public IReadOnlyList<LayoutEntry> EntriesOf(PartKind part) => _byPart[(int)part];

    /// <summary>The blocks of a program, those that several pipeline stages share once.</summary>
    public static IReadOnlyList<ProgramBlock> DistinctBlocks(DeviceProgram program) =>
        [.. program.Blocks.DistinctBy(block => (object)block.Steps, ReferenceEqualityComparer.Instance)];

    /// <summary>The part that knows a step's time.</summary>
    public static PartKind PartOf(ProgramStep step) => step.Scope switch
    {
        OperatorScope.NewTokens => PartKind.Tokens,
        OperatorScope.Sampled => PartKind.Head,
        OperatorScope.Decode => PartKind.Decode,
        OperatorScope.Prefill => PartKind.Prefill,
        _ => throw new NotSupportedException($"{step.Name} depends on all sequences; lowering parts it into decode and prefill."),
    };

    private void Add(ProgramStep step, int block)
    {
        PartKind part = PartOf(step);
        List<LayoutEntry> siblings = _byPart[(int)part];
        var entry = new LayoutEntry(part, siblings.Count, block, new OperatorTiming { Name = step.Name, Kind = step.Kind, Tiling = "" });
        siblings.Add(entry);
        _entries.Add(entry);
    }
}
