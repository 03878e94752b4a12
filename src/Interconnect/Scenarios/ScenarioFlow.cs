using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Scenarios;

/// <summary>One message of a scenario.</summary>
/// <param name="Source">The sending node.</param>
/// <param name="Destination">The receiving node.</param>
/// <param name="Size">Payload.</param>
/// <param name="Path">The nodes it passes; empty if the network's routing is to find them.</param>
/// <param name="Start">When it begins at the earliest.</param>
/// <param name="After">Flows that must have finished before.</param>
/// <param name="Delay">From the last of them finishing to this one beginning.</param>
public sealed record ScenarioFlow(int Source, int Destination, Bytes Size, IReadOnlyList<int> Path, SimTime Start, IReadOnlyList<int> After, Duration Delay);
