using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Simulates parts of steps at event fidelity.</summary>
internal sealed class PartSimulator
{
    /// <summary>Repetitions of a layer that are simulated, so that the second begins in the state that the first leaves.</summary>
    private const int LayerRepetitions = 2;

    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;
    private readonly DetailedExecutor _detailed;
    private readonly StepLayout _layout;

    public PartSimulator(ModelSpec model, StepLowering lowering, DetailedExecutor detailed, StepLayout layout)
    {
        _model = model;
        _lowering = lowering;
        _detailed = detailed;
        _layout = layout;
    }

    /// <summary>The operators of a part, in the order of <see cref="StepLayout"/>.</summary>
    public PartSample[] Simulate(PartKey key)
    {
        StepShape shape = key.Kind switch
        {
            PartKind.Tokens => PartShapes.Tokens((int)key.First),
            PartKind.Head => PartShapes.Head((int)key.First),
            PartKind.Decode => PartShapes.Decode((int)key.First, (int)key.Second),
            PartKind.Prefill => PartShapes.Prefill((int)key.First, (int)key.Second),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        IReadOnlyList<ProgramBlock> blocks = StepLayout.DistinctBlocks(_lowering.Lower(StepGraph.Of(_model, shape)));
        int most = key.Kind == PartKind.Tokens ? LayerRepetitions : 1;
        ProgramBlock[] part = [.. blocks.Select(block => new ProgramBlock([.. block.Steps.Where(step => StepLayout.PartOf(step) == key.Kind)], Math.Min(block.Repeat, most)))];
        IReadOnlyList<OperatorTiming> timings = _detailed.Execute(new DeviceProgram(part)).Operators;
        return Aligned(key.Kind, part, timings);
    }

    /// <summary>Brings timings into the order of the layout; an operator that is not there for these sizes takes no time.</summary>
    private PartSample[] Aligned(PartKind kind, ProgramBlock[] part, IReadOnlyList<OperatorTiming> timings)
    {
        var samples = new Dictionary<(int Block, string Name), PartSample>();
        int next = 0;
        for (int block = 0; block < part.Length; block++)
        {
            foreach (ProgramStep step in part[block].Steps) samples.Add((block, step.Name), SampleOf(timings[next++]));
        }
        return [.. _layout.EntriesOf(kind).Select(entry => samples.GetValueOrDefault((entry.Block, entry.Template.Name), PartSample.Nothing))];
    }

    private static PartSample SampleOf(in OperatorTiming timing) => new(OperatorSample.Of(timing), timing.Tiling);
}
