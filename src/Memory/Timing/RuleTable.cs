using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Timing;

/// <summary>The timing rules of a channel as integers in ticks, sorted by the command that starts them.</summary>
internal sealed class RuleTable
{
    private readonly Step[][] _steps = new Step[DramCommands.Count][];

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
        for (int c = 0; c < steps.Length; c++) _steps[c] = Strongest(steps[c]);
        Windows = [.. windows];
    }

    /// <summary>The rules over several commands of a rank, such as four activations.</summary>
    public IReadOnlyList<Window> Windows { get; }

    /// <summary>Whether any rule speaks of stack identifiers.</summary>
    public bool KnowsStacks => _steps.Any(list => list.Any(step => step.Level is RuleLevel.Stack or RuleLevel.OtherStack));

    /// <summary>The rules that a command starts.</summary>
    public ReadOnlySpan<Step> After(DramCommand command) => _steps[(int)command];

    private static Step[] Strongest(List<Step> steps) =>
        [.. steps.GroupBy(s => (s.Level, s.To)).Select(g => new Step(g.Key.Level, g.Key.To, g.Max(s => s.Ticks))).OrderBy(s => s.Level).ThenBy(s => s.To)];

    /// <summary>A following command must wait some ticks at a level.</summary>
    internal readonly record struct Step(RuleLevel Level, DramCommand To, long Ticks);

    /// <summary>The command <paramref name="Count"/> places later must wait.</summary>
    internal readonly record struct Window(DramCommand From, DramCommand To, int Count, long Ticks);
}
