namespace DeepStack.Sim.Workload.Operators;

/// <summary>What an elementwise operator does.</summary>
public enum ElementwiseKind
{
    /// <summary>Adds the residual stream.</summary>
    Residual,

    /// <summary>Activation function, with the product by the gate where there is one.</summary>
    Activation,

    /// <summary>Rotates queries and keys by position.</summary>
    Rotary,

    /// <summary>Picks the best experts of a token and their weights.</summary>
    ExpertChoice,

    /// <summary>Sums the outputs of a token's experts.</summary>
    ExpertSum,

    /// <summary>Picks a token from the logits.</summary>
    Sampling,

    /// <summary>Picks the best positions of a sparse attention.</summary>
    PositionChoice,
}
