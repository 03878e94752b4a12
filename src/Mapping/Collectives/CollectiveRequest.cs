using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>What a collective algorithm is asked for.</summary>
/// <param name="Kind">What it must bring about.</param>
/// <param name="Ranks">How many take part; at least one.</param>
/// <param name="Size">
/// The whole vector of one rank: what is summed (all-reduce, reduce-scatter), what all end with (all-gather, broadcast), all blocks a rank
/// sends, its own included (all-to-all), or what is sent (send/receive).
/// </param>
public sealed record CollectiveRequest(CollectiveKind Kind, int Ranks, Bytes Size)
{
    /// <summary>Pieces that the vector is cut into, which follow one another through the algorithm.</summary>
    public int Pieces { get; init; } = 1;

    /// <summary>Of an all-to-all, what the ranks' blocks weigh against each other [ranks]; empty where all weigh the same. <see cref="Size"/> is then the mean.</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>Whether a block weighs what its sender does; otherwise it weighs what its receiver does.</summary>
    public bool WeighsSenders { get; init; }

    /// <summary>Sides of the grid or groups that the ranks form, innermost first; empty if they form none. Their product is the number of ranks.</summary>
    public IReadOnlyList<int> Shape { get; init; } = [];
}
