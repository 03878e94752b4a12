using DeepStack.Sim.Workload.Operators;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>One thing a device does before it does the next.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Kind">What kind of work it is.</param>
public abstract record ProgramStep(string Name, WorkKind Kind)
{
    /// <summary>Which part of the engine step fixes its size.</summary>
    public OperatorScope Scope { get; init; }

    /// <summary>
    /// Pieces in which this step and the one before it, a kernel and an exchange, go on side by side: a piece of this one begins when the same
    /// piece of the one before has ended. 1 where this step begins when the one before it has ended.
    /// </summary>
    public int Chunks { get; init; } = 1;
}
