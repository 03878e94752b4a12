using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>A timing rule seen from the command that must wait: so long after an earlier command at the same place.</summary>
/// <param name="Name">The rule, as its standard writes it.</param>
/// <param name="Level">Which places count as the same.</param>
/// <param name="Earlier">The command that the time counts from.</param>
/// <param name="Count">How many such commands back; 1 is the last.</param>
/// <param name="Ticks">The least distance.</param>
internal sealed record BackwardRule(string Name, RuleLevel Level, DramCommand Earlier, int Count, long Ticks)
{
    /// <summary>The rules that hold a command back.</summary>
    public static IEnumerable<BackwardRule> Of(ChannelRules spec, DramCommand later)
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
}
