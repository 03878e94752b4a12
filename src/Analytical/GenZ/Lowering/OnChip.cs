namespace DeepStack.Sim.Analytical.GenZ.Lowering;

/// <summary>The tensors of an operator that live in the on-chip buffer; the others are off chip.</summary>
[Flags]
internal enum OnChip
{
    Nothing = 0,
    First = 1,
    Second = 2,
    Result = 4,
    FirstAndResult = First | Result,
    Everything = First | Second | Result,
}
