namespace DeepStack.Sim.Core.Tests.Events.Programs;

/// <summary>One line of what a random program did: an event it ran, or what it saw from outside between two runs.</summary>
/// <param name="TimePs">When, in picoseconds.</param>
/// <param name="Rank">The rank of the event.</param>
/// <param name="Source">Which actor; negative for what was seen from outside.</param>
/// <param name="Tag">What the actor did or saw.</param>
internal readonly record struct KernelRecord(long TimePs, int Rank, int Source, long Tag);
