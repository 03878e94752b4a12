namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>The part of a model an operator belongs to.</summary>
internal enum OperatorGroup
{
    QkvOutput,
    LogitAttend,
    FeedForward,
    Embedding,
    StateSpace,
}
