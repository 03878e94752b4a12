namespace DeepStack.Sim.Memory.Standards;

/// <summary>One sentence of a standard: a following command comes at least so long after a preceding one.</summary>
/// <param name="Level">Between which banks it holds.</param>
/// <param name="Preceding">The commands that start the time.</param>
/// <param name="Following">The commands that must wait.</param>
/// <param name="Distance">The time in clocks, as a formula over named timings such as "tCL + tBL + 2 - tCWL".</param>
public sealed record TimingRule(RuleLevel Level, IReadOnlyList<DramCommand> Preceding, IReadOnlyList<DramCommand> Following, string Distance)
{
    /// <summary>1 for a rule between neighbours; n for "the nth command after this one", so that n at most fall into the distance.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Whether the rule falls away where its timings are not given.</summary>
    public bool OnlyIfGiven { get; init; }

    /// <summary>The rule as messages show it.</summary>
    public string Name => $"{string.Join("/", Preceding.Select(DramCommands.NameOf))} to {string.Join("/", Following.Select(DramCommands.NameOf))}{(Count > 1 ? $" ({Count}th next)" : "")} in the same {Level.ToString().ToLowerInvariant()}: {Distance}";
}
