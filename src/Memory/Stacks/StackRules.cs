using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The rules that the commands of a stack obey, in the form of a channel's: a rank for each channel, a group for each layer of its port.</summary>
/// <remarks>
/// For checks of a command log with code that shares nothing with <see cref="StackedChannel"/>. Of rows in tiers the fastest tier's tRCD is taken; where a link
/// makes an access last a fraction of a clock, the whole clocks of it. Closing and refreshing the banks of a unit is one command to its die and takes no slots.
/// </remarks>
public static class StackRules
{
    /// <summary>The rules of a stack.</summary>
    public static ChannelRules Of(DramStackSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int accesses = (int)(spec.Row.Count / spec.Access.Count);
        var organisation = new DramOrganisation(spec.Channels, 1, spec.LayersOfPort(0), spec.BanksPerLayer, spec.Rows, accesses, spec.Access);
        return new ChannelRules(spec.Name, spec.Clock, organisation, new CommandBus { IsSplit = true }, TimingsOf(spec), [.. BankRules(), .. PortRules(), .. LimitsOf(spec)]);
    }

    private static TimingTable TimingsOf(DramStackSpec spec)
    {
        StackTimings t = spec.Timings;
        (long numerator, long denominator) = spec.AccessClocks;
        var table = new TimingTable
        {
            ["tRCD"] = t.RowToColumn.Min(),
            ["tCL"] = t.ReadLatency,
            ["tCWL"] = t.WriteLatency,
            ["tBL"] = t.Burst,
            ["tCCD"] = numerator / denominator,
            ["tRAS"] = t.RowActive,
            ["tRP"] = t.RowPrecharge,
            ["tRC"] = t.RowCycle,
            ["tRTP"] = t.ReadToPrecharge,
            ["tWR"] = t.WriteRecovery,
            ["tWTR"] = t.WriteToRead,
            ["tRTW"] = t.ReadToWrite,
            ["tRRD"] = t.ActivateToActivate,
            ["tRFC"] = t.Refresh,
        };
        if (spec.LayerActivations?.ShareOf(spec.Columns) is { } layer) table["tLayerWindow"] = layer.Window.Count;
        if (ActivationBudget.Tightest(spec)?.ShareOf(spec.Channels) is { } stack) table["tStackWindow"] = stack.Window.Count;
        return table;
    }

    private static IEnumerable<TimingRule> BankRules()
    {
        yield return Rule(RuleLevel.Bank, DramCommand.Activate, DramCommand.Read, "tRCD");
        yield return Rule(RuleLevel.Bank, DramCommand.Activate, DramCommand.Write, "tRCD");
        yield return Rule(RuleLevel.Bank, DramCommand.Activate, DramCommand.Precharge, "tRAS");
        yield return Rule(RuleLevel.Bank, DramCommand.Activate, DramCommand.Activate, "tRC");
        yield return Rule(RuleLevel.Bank, DramCommand.Activate, DramCommand.RefreshBank, "tRC");
        yield return Rule(RuleLevel.Bank, DramCommand.Precharge, DramCommand.Activate, "tRP");
        yield return Rule(RuleLevel.Bank, DramCommand.Precharge, DramCommand.RefreshBank, "tRP");
        yield return Rule(RuleLevel.Bank, DramCommand.Read, DramCommand.Precharge, "tRTP");
        yield return Rule(RuleLevel.Bank, DramCommand.Write, DramCommand.Precharge, "tCWL + tBL + tWR");
        yield return Rule(RuleLevel.Bank, DramCommand.RefreshBank, DramCommand.Activate, "tRFC");
        yield return Rule(RuleLevel.Bank, DramCommand.RefreshBank, DramCommand.RefreshBank, "tRFC");
    }

    private static IEnumerable<TimingRule> PortRules()
    {
        yield return Rule(RuleLevel.Group, DramCommand.Activate, DramCommand.Activate, "tRRD");
        yield return Rule(RuleLevel.Rank, DramCommand.Activate, DramCommand.Activate, "1");
        yield return Rule(RuleLevel.Rank, DramCommand.Read, DramCommand.Read, "tCCD");
        yield return Rule(RuleLevel.Rank, DramCommand.Write, DramCommand.Write, "tCCD");
        yield return Rule(RuleLevel.Rank, DramCommand.Read, DramCommand.Write, "tRTW");
        yield return Rule(RuleLevel.Rank, DramCommand.Write, DramCommand.Read, "tCWL + tBL + tWTR");
    }

    private static IEnumerable<TimingRule> LimitsOf(DramStackSpec spec)
    {
        if (spec.LayerActivations?.ShareOf(spec.Columns) is { } layer)
            yield return Rule(RuleLevel.Group, DramCommand.Activate, DramCommand.Activate, "tLayerWindow") with { Count = (int)layer.Count };
        if (ActivationBudget.Tightest(spec)?.ShareOf(spec.Channels) is { } stack)
            yield return Rule(RuleLevel.Rank, DramCommand.Activate, DramCommand.Activate, "tStackWindow") with { Count = (int)stack.Count };
    }

    private static TimingRule Rule(RuleLevel level, DramCommand from, DramCommand to, string distance) => new(level, [from], [to], distance);
}
