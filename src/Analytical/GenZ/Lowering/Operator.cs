namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>What one execution of an operator works on: multiply-adds, and elements of its three tensors.</summary>
/// <param name="Name">The operator, in that tool's words.</param>
/// <param name="Group">The part of the model.</param>
/// <param name="Repeats">Executions in the pass.</param>
/// <param name="MultiplyAdds">Multiply-adds; with none, an execution takes no time.</param>
/// <param name="First">Elements of the first input.</param>
/// <param name="Second">Elements of the second input.</param>
/// <param name="Result">Elements of the result.</param>
/// <param name="OnChip">Which of them live on chip.</param>
internal readonly record struct Operator(string Name, OperatorGroup Group, long Repeats, double MultiplyAdds, double First, double Second, double Result, OnChip OnChip)
{
    /// <summary>Whether it is a matrix product with weights.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Whether it takes the time of its memory traffic even though it computes nothing.</summary>
    public bool IsLookup { get; init; }

    /// <summary>What stays in memory.</summary>
    public Held Holds { get; init; }

    /// <summary>Elements of it.</summary>
    public double HeldElements { get; init; }

    /// <summary>A product of rows with a matrix of weights, [rows, depth] by [depth, width].</summary>
    public static Operator Product(string name, OperatorGroup group, long repeats, double rows, double depth, double width, OnChip onChip) =>
        new(name, group, repeats, rows * depth * width, rows * depth, depth * width, rows * width, onChip)
        {
            IsLinear = true,
            Holds = Held.Weights,
            HeldElements = depth * width,
        };
}
