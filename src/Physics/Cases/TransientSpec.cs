using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>A run in time: fixed steps through segments of constant power.</summary>
/// <param name="Step">One time step.</param>
/// <param name="Initial">The temperature of everything at the start.</param>
/// <param name="Segments">In order.</param>
public sealed record TransientSpec(Duration Step, Celsius Initial, IReadOnlyList<PowerSegment> Segments);
