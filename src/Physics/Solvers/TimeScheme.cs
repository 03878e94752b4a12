namespace DeepStack.Sim.Physics.Solvers;

/// <summary>How a transient takes a time step.</summary>
public enum TimeScheme
{
    /// <summary>First order, one solve a step; what the peers do.</summary>
    BackwardEuler,

    /// <summary>Second order, two solves a step with one matrix (Bank et al., IEEE TCAD 4, 1985).</summary>
    TrapezoidThenBackward,
}
