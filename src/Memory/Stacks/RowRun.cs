namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Accesses to one row of one bank that move together.</summary>
/// <param name="Bank">The bank within its channel.</param>
/// <param name="Row">The row.</param>
/// <param name="First">The first access within the row.</param>
/// <param name="Accesses">How many column commands, check bits included.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Job">The number of the transfer it is part of.</param>
internal readonly record struct RowRun(int Bank, int Row, int First, int Accesses, bool IsWrite, long Job)
{
    /// <summary>Whether any command was issued for the run.</summary>
    public bool IsTouched { get; init; }
}
