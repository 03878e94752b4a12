using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>Replays a command log against the rules of a standard and names every violation.</summary>
/// <remarks>
/// It looks backwards: for each command and each rule that holds it back, the last command that the rule counts from is searched in a history of
/// its own. Nothing is shared with the controllers, which look forwards by times from when commands are ready.
/// </remarks>
public sealed class CommandChecker
{
    private readonly DramOrganisation _organisation;
    private readonly CommandBus _bus;
    private readonly BackwardRule[][] _rules = new BackwardRule[DramCommands.Count][];
    private readonly Dictionary<(DramCommand Command, RuleLevel Level, int Place), CommandHistory> _histories = [];
    private readonly int[] _openRow;
    private readonly IssuedCommand?[] _lastOnBus = new IssuedCommand?[2];
    private readonly List<Violation> _violations = [];

    /// <param name="spec">The channel.</param>
    /// <param name="isBusChecked">Whether command lengths and bus slots are checked too.</param>
    public CommandChecker(DramSpec spec, bool isBusChecked = true)
    {
        ArgumentNullException.ThrowIfNull(spec);
        _organisation = spec.Organisation;
        _bus = spec.Bus;
        IsBusChecked = isBusChecked;
        _openRow = new int[spec.Organisation.Banks];
        Array.Fill(_openRow, -1);
        for (int c = 0; c < _rules.Length; c++) _rules[c] = [.. BackwardRulesOf(spec, (DramCommand)c)];
        foreach (BackwardRule rule in _rules.SelectMany(r => r)) MakeHistories(rule);
    }

    /// <summary>Whether command lengths and bus slots are checked.</summary>
    public bool IsBusChecked { get; }

    /// <summary>Commands seen.</summary>
    public long Checked { get; private set; }

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Checks the next command of a log; ticks never go back.</summary>
    public void Check(in IssuedCommand command)
    {
        Checked++;
        CheckState(command);
        if (IsBusChecked) CheckBus(command);
        foreach (ref readonly BackwardRule rule in _rules[(int)command.Command].AsSpan()) CheckRule(rule, command);
        Remember(command);
    }

    private static IEnumerable<BackwardRule> BackwardRulesOf(DramSpec spec, DramCommand later)
    {
        foreach (TimingRule rule in spec.Rules)
        {
            if (!rule.Following.Contains(later)) continue;
            if (rule.OnlyIfGiven && TimingExpression.NamesIn(rule.Distance).Any(name => !spec.Timings.Has(name))) continue;
            long clocks = TimingExpression.Evaluate(rule.Distance, spec.Timings);
            foreach (DramCommand earlier in rule.Preceding)
            {
                // A command longer than one tick counts from its last tick.
                long ticks = clocks * spec.Bus.TicksPerClock + spec.Bus.Ticks[(int)earlier] - spec.Bus.Ticks[(int)later];
                yield return new BackwardRule(rule.Name, rule.Level, earlier, rule.Count, ticks);
            }
        }
    }

    private void MakeHistories(in BackwardRule rule)
    {
        RuleLevel level = rule.Level == RuleLevel.OtherStack ? RuleLevel.Stack : rule.Level;
        int places = level switch
        {
            RuleLevel.Bank => _organisation.Banks,
            RuleLevel.Group => _organisation.Banks / _organisation.BanksPerGroup,
            RuleLevel.Stack => _organisation.Ranks * _organisation.Stacks,
            _ => _organisation.Ranks,
        };
        for (int place = 0; place < places; place++)
        {
            var key = (rule.Earlier, level, place);
            if (!_histories.TryGetValue(key, out CommandHistory? history) || history.Depth < rule.Count) _histories[key] = new CommandHistory(rule.Count);
        }
    }

    private void CheckRule(in BackwardRule rule, in IssuedCommand command)
    {
        if (rule.Level != RuleLevel.OtherStack)
        {
            if (command.Bank >= 0 || rule.Level == RuleLevel.Rank) Compare(rule, PlaceOf(command, rule.Level), command);
            return;
        }
        int own = PlaceOf(command, RuleLevel.Stack), first = command.Rank * _organisation.Stacks;
        for (int stack = first; stack < first + _organisation.Stacks; stack++)
        {
            if (stack != own) Compare(rule with { Level = RuleLevel.Stack }, stack, command);
        }
    }

    private void Compare(in BackwardRule rule, int place, in IssuedCommand command)
    {
        if (_histories[(rule.Earlier, rule.Level, place)].Back(rule.Count) is not { } earlier) return;
        if (command.Tick - earlier.Tick < rule.Ticks) _violations.Add(new Violation(rule.Name, earlier, command, rule.Ticks));
    }

    private int PlaceOf(in IssuedCommand command, RuleLevel level) => level switch
    {
        RuleLevel.Bank => command.Bank,
        RuleLevel.Group => command.Bank / _organisation.BanksPerGroup,
        RuleLevel.Stack => command.Bank / (_organisation.BanksPerGroup * _organisation.Groups),
        _ => command.Rank,
    };

    private void CheckState(in IssuedCommand command)
    {
        string? fault = command.Command switch
        {
            DramCommand.Activate when _openRow[command.Bank] >= 0 => $"the bank must be closed, and row {_openRow[command.Bank]} is open",
            DramCommand.Read or DramCommand.Write when _openRow[command.Bank] != command.Row => _openRow[command.Bank] < 0 ? "the bank must be open" : $"row {_openRow[command.Bank]} is open",
            DramCommand.RefreshAll when BanksOf(command.Rank).Any(bank => _openRow[bank] >= 0) => "all banks must be closed",
            DramCommand.RefreshBank when _openRow[command.Bank] >= 0 => "the bank must be closed",
            _ => null,
        };
        if (fault is not null) _violations.Add(new Violation(fault, command, command, 0));
        if (command.Command == DramCommand.Activate) _openRow[command.Bank] = command.Row;
        else if (command.Command == DramCommand.Precharge) _openRow[command.Bank] = -1;
        else if (command.Command == DramCommand.PrechargeAll) foreach (int bank in BanksOf(command.Rank)) _openRow[bank] = -1;
    }

    private IEnumerable<int> BanksOf(int rank) => Enumerable.Range(rank * _organisation.BanksPerRank, _organisation.BanksPerRank);

    private void CheckBus(in IssuedCommand command)
    {
        int bus = _bus.IsSplit && DramCommands.IsColumn(command.Command) ? 1 : 0;
        if (_lastOnBus[bus] is { } last && command.Tick - last.Tick < _bus.Ticks[(int)last.Command])
            _violations.Add(new Violation("one command at a time on a bus", last, command, _bus.Ticks[(int)last.Command]));
        if (_bus.OnlyOddTicks[(int)command.Command] && command.Tick % 2 == 0)
            _violations.Add(new Violation("starts only on odd ticks", command, command, 0));
        _lastOnBus[bus] = command;
    }

    private void Remember(in IssuedCommand command)
    {
        for (RuleLevel level = RuleLevel.Bank; level <= RuleLevel.Rank; level++)
        {
            if (level == RuleLevel.OtherStack || (command.Bank < 0 && level != RuleLevel.Rank)) continue;
            if (_histories.TryGetValue((command.Command, level, PlaceOf(command, level)), out CommandHistory? history)) history.Add(command);
        }
    }

    private readonly record struct BackwardRule(string Name, RuleLevel Level, DramCommand Earlier, int Count, long Ticks);
}
