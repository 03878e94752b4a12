using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Keys and values of a layer's prompts go to the attention memory while the device goes on.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Sent">Keys and values of one device.</param>
/// <param name="Stored">Keys and values of all devices.</param>
public sealed record MemoryWriteStep(string Name, Bytes Sent, Bytes Stored) : ProgramStep(Name, WorkKind.MemoryWrite);
