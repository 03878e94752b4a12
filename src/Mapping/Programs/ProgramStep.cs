using DeepStack.Sim.Workload.Operators;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>One thing a device does before it does the next.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Kind">What kind of work it is.</param>
public abstract record ProgramStep(string Name, WorkKind Kind)
{
    /// <summary>Which part of the engine step fixes its size.</summary>
    public OperatorScope Scope { get; init; }
}
