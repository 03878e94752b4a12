using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>The devices of a group exchange data; all of them begin when the slowest is ready.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Collective">Which exchange.</param>
/// <param name="Size">The vector of one rank, as <see cref="CollectiveRequest.Size"/> says.</param>
/// <param name="Group">Who takes part.</param>
public sealed record CollectiveStep(string Name, CollectiveKind Collective, Bytes Size, RankGroup Group) : ProgramStep(Name, WorkKind.Communication);
