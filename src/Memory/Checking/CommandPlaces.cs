using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>Numbers the banks, groups, stacks and ranks of a channel in one row, so that a command at any of them has one index.</summary>
internal sealed class CommandPlaces
{
    private readonly int[] _group;
    private readonly int[] _stack;
    private readonly int _firstStack;
    private readonly int _firstRank;

    public CommandPlaces(DramOrganisation organisation)
    {
        int groups = organisation.Banks / organisation.BanksPerGroup, stacks = groups / organisation.Groups;
        _firstStack = organisation.Banks + groups;
        _firstRank = _firstStack + stacks;
        StacksPerRank = organisation.Stacks;
        Count = _firstRank + organisation.Ranks;
        _group = [.. Enumerable.Range(0, organisation.Banks).Select(bank => organisation.Banks + bank / organisation.BanksPerGroup)];
        _stack = [.. Enumerable.Range(0, organisation.Banks).Select(bank => _firstStack + bank / organisation.BanksPerGroup / organisation.Groups)];
    }

    /// <summary>How many places there are.</summary>
    public int Count { get; }

    /// <summary>Stacks that follow each other in a rank.</summary>
    public int StacksPerRank { get; }

    /// <summary>The place of a command at a level; a command to a whole rank has only that of its rank.</summary>
    public int Of(RuleLevel level, in IssuedCommand command) => level switch
    {
        RuleLevel.Bank => command.Bank,
        RuleLevel.Group => _group[command.Bank],
        RuleLevel.Stack => _stack[command.Bank],
        _ => _firstRank + command.Rank,
    };

    /// <summary>The place of the first stack of a rank.</summary>
    public int FirstStackOf(int rank) => _firstStack + rank * StacksPerRank;
}
