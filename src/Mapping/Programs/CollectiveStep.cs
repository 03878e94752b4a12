using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>The devices of a group exchange data; all of them begin when the slowest is ready.</summary>
/// <param name="Name">The operator's name.</param>
/// <param name="Collective">Which exchange.</param>
/// <param name="Size">The vector of one rank, as <see cref="CollectiveRequest.Size"/> says.</param>
/// <param name="Group">Who takes part.</param>
public sealed record CollectiveStep(string Name, CollectiveKind Collective, Bytes Size, RankGroup Group) : ProgramStep(Name, WorkKind.Communication)
{
    /// <summary>Of an all-to-all, what the ranks' blocks weigh, as <see cref="CollectiveRequest.Weights"/> says.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Whether a block weighs what its sender does.</summary>
    public bool WeighsSenders { get; init; }

    /// <summary>What its course depends on; steps with equal keys go alike.</summary>
    public (CollectiveKind Kind, Bytes Size, RankGroup Group, IReadOnlyList<double> Weights, bool WeighsSenders) Key => (Collective, Size, Group, Weights, WeighsSenders);
}
