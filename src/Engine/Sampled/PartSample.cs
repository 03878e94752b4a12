namespace DeepStack.Sim.Engine.Sampled;

/// <summary>One operator of a simulated part.</summary>
/// <param name="Numbers">What was measured.</param>
/// <param name="Predicted">What the closed form says of the same sizes.</param>
/// <param name="Tiling">How the operator was cut.</param>
internal readonly record struct PartSample(OperatorSample Numbers, OperatorSample Predicted, string Tiling)
{
    /// <summary>Of an operator that has nothing to do.</summary>
    public static PartSample Nothing { get; } = new(default, default, "");
}
