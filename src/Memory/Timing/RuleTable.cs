using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Timing;

/// <summary>The timing rules of a channel as integers in ticks, sorted by the command that starts them.</summary>
internal sealed class RuleTable
{
    private readonly Step[][] _bank = new Step[DramCommands.Count][];
    private readonly Step[][] _group = new Step[DramCommands.Count][];
    private readonly Step[][] _stacks = new Step[DramCommands.Count][];
    private readonly Step[][] _rank = new Step[DramCommands.Count][];

    /// <param name="spec">The channel.</param>
    public RuleTable(DramSpec spec)
    {
        var steps = new List<Step>[DramCommands.Count];
        for (int c = 0; c < steps.Length; c++) steps[c] = [];
        var windows = new List<Window>();
        foreach (TimingRule rule in spec.Rules)
        {
            if (rule.OnlyIfGiven && TimingExpression.NamesIn(rule.Distance).Any(name => !spec.Timings.Has(name))) continue;
            long clocks = TimingExpression.Evaluate(rule.Distance, spec.Timings);
            foreach (DramCommand from in rule.Preceding)
            {
                foreach (DramCommand to in rule.Following)
                {
                    long ticks = clocks * spec.Bus.TicksPerClock + (spec.Bus.Ticks[(int)from] - 1) - (spec.Bus.Ticks[(int)to] - 1);
                    if (rule.Count > 1) windows.Add(new Window(from, to, rule.Count, ticks));
                    else steps[(int)from].Add(new Step(rule.Level, to, ticks));
                }
            }
        }
        for (int c = 0; c < steps.Length; c++)
        {
            _bank[c] = Strongest(steps[c], RuleLevel.Bank);
            _group[c] = Strongest(steps[c], RuleLevel.Group);
            _stacks[c] = [.. Strongest(steps[c], RuleLevel.Stack), .. Strongest(steps[c], RuleLevel.OtherStack)];
            _rank[c] = Strongest(steps[c], RuleLevel.Rank);
        }
        Windows = [.. windows];
    }

    /// <summary>The rules over several commands of a rank, such as four activations.</summary>
    public IReadOnlyList<Window> Windows { get; }

    /// <summary>Whether any rule speaks of stack identifiers.</summary>
    public bool KnowsStacks => _stacks.Any(list => list.Length > 0);

    /// <summary>The rules that a command starts in its bank.</summary>
    public ReadOnlySpan<Step> OfBank(DramCommand command) => _bank[(int)command];

    /// <summary>The rules that a command starts in its bank group.</summary>
    public ReadOnlySpan<Step> OfGroup(DramCommand command) => _group[(int)command];

    /// <summary>The rules that a command starts in its own stack or the others of its rank.</summary>
    public ReadOnlySpan<Step> OfStacks(DramCommand command) => _stacks[(int)command];

    /// <summary>The rules that a command starts in its rank.</summary>
    public ReadOnlySpan<Step> OfRank(DramCommand command) => _rank[(int)command];

    private static Step[] Strongest(List<Step> steps, RuleLevel level) =>
        [.. steps.Where(s => s.Level == level).GroupBy(s => s.To).Select(g => new Step(level, g.Key, g.Max(s => s.Ticks))).OrderBy(s => s.To)];

    /// <summary>A following command must wait some ticks at a level.</summary>
    internal readonly record struct Step(RuleLevel Level, DramCommand To, long Ticks);

    /// <summary>The command <paramref name="Count"/> places later must wait.</summary>
    internal readonly record struct Window(DramCommand From, DramCommand To, int Count, long Ticks);
}
