using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>The devices of a tensor-parallel group exchange data; all of them begin when the slowest is ready.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Collective">Which exchange.</param>
/// <param name="Size">For all-reduce the data each device holds; for all-gather what each device ends up with.</param>
public sealed record CollectiveStep(string Name, CollectiveKind Collective, Bytes Size) : ProgramStep(Name, WorkKind.Communication);
