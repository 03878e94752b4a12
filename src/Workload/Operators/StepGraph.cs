using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Workload.Operators;

/// <summary>The work of one step, in order: prologue, layer groups with repeat counts, epilogue. No chips.</summary>
public sealed class StepGraph
{
    private StepGraph(ModelSpec model, StepShape shape, IReadOnlyList<Operator> prologue, IReadOnlyList<LayerBlock> layers, IReadOnlyList<Operator> epilogue)
    {
        Model = model;
        Shape = shape;
        Prologue = prologue;
        Layers = layers;
        Epilogue = epilogue;
    }

    /// <summary>The model.</summary>
    public ModelSpec Model { get; }

    /// <summary>The step; the graph does not copy it.</summary>
    public StepShape Shape { get; }

    /// <summary>Before the layers: the embedding.</summary>
    public IReadOnlyList<Operator> Prologue { get; }

    /// <summary>The layers, equal ones once with their count.</summary>
    public IReadOnlyList<LayerBlock> Layers { get; }

    /// <summary>After the layers: the last norm, then LM head and sampling where a sequence needs a token.</summary>
    public IReadOnlyList<Operator> Epilogue { get; }

    /// <summary>Arithmetic of the whole step.</summary>
    public Flops Flops
    {
        get
        {
            Flops sum = Flops.Zero;
            foreach ((Operator op, int count) in Counted()) sum += op.Flops * count;
            return sum;
        }
    }

    /// <summary>Weights read in the whole step.</summary>
    public Bytes WeightBytes
    {
        get
        {
            Bytes sum = Bytes.Zero;
            foreach ((Operator op, int count) in Counted()) sum += op.WeightBytes * count;
            return sum;
        }
    }

    /// <summary>Cached keys and values read in the whole step.</summary>
    public Bytes KvReadBytes
    {
        get
        {
            Bytes sum = Bytes.Zero;
            foreach ((Operator op, int count) in Counted()) sum += op.KvReadBytes * count;
            return sum;
        }
    }

    /// <summary>Keys and values written in the whole step.</summary>
    public Bytes KvWrittenBytes
    {
        get
        {
            Bytes sum = Bytes.Zero;
            foreach ((Operator op, int count) in Counted()) sum += op.KvWrittenBytes * count;
            return sum;
        }
    }

    /// <summary>Builds the graph of a step.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shape">The step; at least one sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is empty.</exception>
    public static StepGraph Of(ModelSpec model, StepShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfZero(shape.NewTokens, nameof(shape));
        var builder = new StepGraphBuilder(model, shape);
        var layers = new LayerBlock[model.Layers.Count];
        for (int i = 0; i < layers.Length; i++) layers[i] = new LayerBlock(model.Layers[i].Count, builder.Layer(model.Layers[i]));
        return new StepGraph(model, shape, builder.Prologue(), layers, builder.Epilogue());
    }

    /// <summary>The same step with some of its operators only.</summary>
    /// <param name="isKept">Whether an operator stays.</param>
    public StepGraph Only(Func<Operator, bool> isKept)
    {
        var layers = new LayerBlock[Layers.Count];
        for (int i = 0; i < layers.Length; i++) layers[i] = Layers[i] with { Operators = [.. Layers[i].Operators.Where(isKept)] };
        return new StepGraph(Model, Shape, [.. Prologue.Where(isKept)], layers, [.. Epilogue.Where(isKept)]);
    }

    /// <summary>Every operator once, in order, with how often it runs.</summary>
    public IEnumerable<(Operator Operator, int Count)> Counted()
    {
        foreach (Operator op in Prologue) yield return (op, 1);
        foreach (LayerBlock block in Layers)
        {
            foreach (Operator op in block.Operators) yield return (op, block.Count);
        }
        foreach (Operator op in Epilogue) yield return (op, 1);
    }
}
