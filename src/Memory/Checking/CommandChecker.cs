using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>Replays a command log against the rules of a standard and names every violation; a log of any length passes through.</summary>
/// <remarks>
/// It looks backwards: for each command and each rule that holds it back, the command that the rule counts from is looked up in a memory of
/// its own. Nothing is shared with the controllers, which look forwards by times from when commands are ready. Of the rules that count from the
/// same command at the same level only the longest is compared; the others are looked at when that one is broken, to name them all.
/// </remarks>
public sealed class CommandChecker
{
    private readonly CommandBus _bus;
    private readonly CommandPlaces _places;
    private readonly CommandMemory _memory;
    private readonly BankStates _states;
    private readonly BackwardRule[][] _rules = new BackwardRule[DramCommands.Count][];
    private readonly Limit[][] _limits = new Limit[DramCommands.Count][];
    private readonly RuleLevel[][] _remembered = new RuleLevel[DramCommands.Count][];
    private readonly IssuedCommand[] _lastOnBus = new IssuedCommand[2];
    private readonly List<Violation> _violations = [];
    private readonly long[] _lastTick;

    /// <param name="spec">The channel.</param>
    /// <param name="isBusChecked">Whether command lengths and bus slots are checked too.</param>
    public CommandChecker(ChannelRules spec, bool isBusChecked = true)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _bus = spec.Bus;
        IsBusChecked = isBusChecked;
        _places = new CommandPlaces(spec.Organisation);
        _states = new BankStates(spec);
        _lastTick = new long[spec.Organisation.Ranks];
        for (int c = 0; c < DramCommands.Count; c++)
        {
            bool isOfRank = DramCommands.IsOfRank((DramCommand)c);
            _rules[c] = [.. BackwardRule.Of(spec, (DramCommand)c).Where(rule => !isOfRank || rule.Level == RuleLevel.Rank)];
            _limits[c] = [.. _rules[c].GroupBy(rule => (rule.Level, rule.Earlier, rule.Count)).Select(g => new Limit(g.Key.Level, g.Key.Earlier, g.Key.Count, g.Max(rule => rule.Ticks)))];
        }
        int[] depths = [.. Enumerable.Repeat(1, DramCommands.Count)];
        foreach (BackwardRule rule in _rules.SelectMany(r => r)) depths[(int)rule.Earlier] = Math.Max(depths[(int)rule.Earlier], rule.Count);
        for (int c = 0; c < DramCommands.Count; c++) _remembered[c] = LevelsOf((DramCommand)c);
        _memory = new CommandMemory(_places.Count, depths);
        Array.Fill(_lastOnBus, new IssuedCommand(long.MinValue / 4, DramCommand.Precharge, -1, -1, -1, -1));
    }

    /// <summary>Whether command lengths and bus slots are checked.</summary>
    public bool IsBusChecked { get; }

    /// <summary>Commands seen.</summary>
    public long Checked { get; private set; }

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Checks the next command of a log; ranks may follow each other where they share no bus.</summary>
    public void Check(in IssuedCommand command)
    {
        Checked++;
        ref long lastTick = ref _lastTick[command.Rank];
        if (command.Tick < lastTick) Report("commands of a rank come in the order of their ticks", command, command, 0);
        lastTick = command.Tick;
        if (_states.FaultOf(command) is { } fault) Report(fault, command, command, 0);
        _states.Follow(command);
        if (IsBusChecked) CheckBus(command);
        foreach (ref readonly Limit limit in _limits[(int)command.Command].AsSpan())
        {
            if (limit.Level == RuleLevel.OtherStack) CheckOtherStacks(limit, command);
            else CheckPlace(limit, _places.Of(limit.Level, command), command);
        }
        foreach (RuleLevel level in _remembered[(int)command.Command]) _memory.Add(_places.Of(level, command), command);
    }

    /// <summary>The levels at which any rule counts from a command.</summary>
    private RuleLevel[] LevelsOf(DramCommand command) =>
        [.. _rules.SelectMany(rules => rules)
            .Where(rule => rule.Earlier == command)
            .Select(rule => rule.Level == RuleLevel.OtherStack ? RuleLevel.Stack : rule.Level)
            .Where(level => level == RuleLevel.Rank || !DramCommands.IsOfRank(command))
            .Distinct()];

    private void CheckOtherStacks(in Limit limit, in IssuedCommand command)
    {
        int own = _places.Of(RuleLevel.Stack, command), first = _places.FirstStackOf(command.Rank);
        for (int stack = first; stack < first + _places.StacksPerRank; stack++)
        {
            if (stack != own) CheckPlace(limit, stack, command);
        }
    }

    private void CheckPlace(in Limit limit, int place, in IssuedCommand command)
    {
        ref readonly IssuedCommand earlier = ref _memory.Back(limit.Earlier, place, limit.Count);
        if (command.Tick - earlier.Tick < limit.Ticks) NameRules(limit, earlier, command);
    }

    private void NameRules(in Limit limit, in IssuedCommand earlier, in IssuedCommand command)
    {
        foreach (BackwardRule rule in _rules[(int)command.Command])
        {
            bool counts = rule.Level == limit.Level && rule.Earlier == limit.Earlier && rule.Count == limit.Count;
            if (counts && command.Tick - earlier.Tick < rule.Ticks) Report(rule.Name, earlier, command, rule.Ticks);
        }
    }

    private void CheckBus(in IssuedCommand command)
    {
        int kind = (int)command.Command;
        int bus = _bus.IsSplit && DramCommands.IsColumn(command.Command) ? 1 : 0;
        ref IssuedCommand last = ref _lastOnBus[bus];
        int length = _bus.Ticks[(int)last.Command];
        if (command.Tick - last.Tick < length) Report("one command at a time on a bus", last, command, length);
        if (_bus.OnlyOddTicks[kind] && command.Tick % 2 == 0) Report("starts only on odd ticks", command, command, 0);
        last = command;
    }

    private void Report(string rule, in IssuedCommand earlier, in IssuedCommand later, long ticks) => _violations.Add(new Violation(rule, earlier, later, ticks));

    /// <summary>The longest of the rules that count from the same command at the same level.</summary>
    private readonly record struct Limit(RuleLevel Level, DramCommand Earlier, int Count, long Ticks);
}
