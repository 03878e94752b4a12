using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Steps that show one part by itself.</summary>
internal static class PartShapes
{
    /// <summary>A step with every kind of operator.</summary>
    public static StepShape Any() => Of(new SequenceSlice(2, 1, Samples: true), new SequenceSlice(1, 1, Samples: true));

    /// <summary>New tokens that nobody samples from.</summary>
    public static StepShape Tokens(int tokens) => Of(new SequenceSlice(tokens, 0, Samples: false));

    /// <summary>Sequences that all sample.</summary>
    public static StepShape Head(int sequences)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, 1, Samples: true));
        return shape;
    }

    /// <summary>Sequences that decode on top of equal contexts.</summary>
    public static StepShape Decode(int sequences, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < sequences; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        return shape;
    }

    /// <summary>One sequence in prefill.</summary>
    public static StepShape Prefill(int tokens, int context) => Of(new SequenceSlice(tokens, context, Samples: true));

    private static StepShape Of(params SequenceSlice[] slices)
    {
        var shape = new StepShape();
        foreach (SequenceSlice slice in slices) shape.Add(slice);
        return shape;
    }
}
