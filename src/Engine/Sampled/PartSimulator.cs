using DeepStack.Sim.Engine.Analytical;
using DeepStack.Sim.Engine.Detailed;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Simulates parts of steps at event fidelity.</summary>
internal sealed class PartSimulator
{
    /// <summary>Repetitions that are measured, after one that brings the machine into the state in which a layer finds it.</summary>
    private const int Measured = 2;

    private readonly ModelSpec _model;
    private readonly StepLowering _lowering;
    private readonly DetailedExecutor _detailed;
    private readonly AnalyticalExecutor _analytical;
    private readonly StepLayout _layout;

    public PartSimulator(ModelSpec model, StepLowering lowering, DetailedExecutor detailed, AnalyticalExecutor analytical, StepLayout layout)
    {
        _model = model;
        _lowering = lowering;
        _detailed = detailed;
        _analytical = analytical;
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
        return Measure(key.Kind, [.. StepLayout.DistinctBlocks(_lowering.Lower(StepGraph.Of(_model, shape))).Select(block => Kept(key.Kind, block))]);
    }

    /// <summary>What of a block is simulated: the part, and between its operators the attention that stands there in any step.</summary>
    private static ProgramStep[] Kept(PartKind kind, ProgramBlock block) =>
        [.. block.Steps.Where(step => StepLayout.PartOf(step) is var part && (part == kind || (kind == PartKind.Tokens && part == PartKind.Prefill)))];

    /// <summary>Runs every block warm; an operator that is not there for these sizes takes no time.</summary>
    private PartSample[] Measure(PartKind kind, ProgramStep[][] blocks)
    {
        var program = new DeviceProgram([.. blocks.SelectMany(steps => (ProgramBlock[])[new(steps, 1), new(steps, Measured)])]);
        IReadOnlyList<OperatorTiming> timings = _detailed.Execute(program).Operators;
        var samples = new Dictionary<(int Block, string Name), PartSample>();
        int next = 0;
        for (int block = 0; block < blocks.Length; block++)
        {
            ProgramStep[] steps = blocks[block];
            ReadOnlySpan<OperatorTiming> predicted = _analytical.Programs.Predict(steps);
            next += steps.Length;
            for (int i = 0; i < steps.Length; i++, next++)
            {
                if (StepLayout.PartOf(steps[i]) != kind) continue;
                samples.Add((block, steps[i].Name), new PartSample(OperatorSample.Of(timings[next]), OperatorSample.Of(predicted[i]), timings[next].Tiling));
            }
        }
        return [.. _layout.EntriesOf(kind).Select(entry => samples.GetValueOrDefault((entry.Block, entry.Template.Name), PartSample.Nothing))];
    }
}
