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

    public PartSimulator(ModelSpec model, StepLowering lowering, DetailedExecutor detailed)
    {
        _model = model;
        _lowering = lowering;
        _detailed = detailed;
    }

    /// <summary>The operators of a part, in the order of <see cref="StepLayout"/>.</summary>
    public PartSample[] Simulate(PartKey key)
    {
        DeviceProgram program = key.Kind switch
        {
            PartKind.Tokens => TokenProgram((int)key.First),
            PartKind.Head => HeadProgram((int)key.First),
            PartKind.Decode => AttentionProgram(PartShapes.Decode((int)key.First, (int)key.Second)),
            PartKind.Prefill => AttentionProgram(PartShapes.Prefill((int)key.First, (int)key.Second)),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        return [.. _detailed.Execute(program).Operators.Select(op => new PartSample(OperatorSample.Of(op), op.Tiling))];
    }

    private DeviceProgram TokenProgram(int tokens)
    {
        StepGraph graph = StepGraph.Of(_model, PartShapes.Tokens(tokens));
        var blocks = new List<ProgramBlock> { new(_lowering.Lower(graph.Prologue), 1) };
        foreach (LayerBlock layer in graph.Layers)
        {
            Operator[] operators = [.. layer.Operators.Where(op => op is not AttentionOperator)];
            blocks.Add(new ProgramBlock(_lowering.Lower(operators), Math.Min(layer.Count, LayerRepetitions)));
        }
        blocks.Add(new ProgramBlock(_lowering.Lower(graph.Epilogue), 1));
        return new DeviceProgram(blocks);
    }

    private DeviceProgram HeadProgram(int sequences)
    {
        StepGraph graph = StepGraph.Of(_model, PartShapes.Head(sequences));
        return new DeviceProgram([new ProgramBlock(_lowering.Lower([.. graph.Epilogue.Where(op => op is not NormOperator)]), 1)]);
    }

    private DeviceProgram AttentionProgram(StepShape shape)
    {
        StepGraph graph = StepGraph.Of(_model, shape);
        var blocks = graph.Layers.SelectMany(layer => layer.Operators.OfType<AttentionOperator>(), (_, op) => new ProgramBlock(_lowering.Lower([op]), 1));
        return new DeviceProgram([.. blocks]);
    }
}
