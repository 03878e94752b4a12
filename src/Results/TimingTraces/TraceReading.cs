using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>What came out of reading a timing trace.</summary>
/// <param name="Records">Records handed on.</param>
/// <param name="Blocks">Blocks they came from.</param>
/// <param name="Last">The latest instant of any record.</param>
/// <param name="Version">The version of its format; 0 where it is cut before it.</param>
/// <param name="Damage">Where and why reading stopped early; null for a whole trace.</param>
public sealed record TraceReading(long Records, int Blocks, SimTime Last, int Version, string? Damage)
{
    /// <summary>Whether the trace was read to its end.</summary>
    public bool IsWhole => Damage is null;
}
