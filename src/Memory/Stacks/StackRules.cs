using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The rules that the commands of a stack obey, in the form of a channel's: a rank for each channel, a group for each layer of its port.</summary>
/// <remarks>
/// For checks of a command log with code that shares nothing with <see cref="StackedChannel"/>. Of rows in tiers the fastest tier's tRCD is taken; where a link
/// makes an access last a fraction of a clock, the whole clocks of it. Closing and refreshing the banks of a unit is one command to its die and takes no slots.
/// </remarks>
public static class StackRules
{
    private static readonly DramCommand[] Opening = [DramCommand.Activate];
    private static readonly DramCommand[] Closing = [DramCommand.Precharge];
    private static readonly DramCommand[] Refreshing = [DramCommand.RefreshBank];
    private static readonly DramCommand[] Reading = [DramCommand.Read];
    private static readonly DramCommand[] Writing = [DramCommand.Write];
    private static readonly DramCommand[] Columns = [DramCommand.Read, DramCommand.Write];
    private static readonly DramCommand[] NeedClosed = [DramCommand.Activate, DramCommand.RefreshBank];

    private static readonly TimingRule[] Always =
    [
        new(RuleLevel.Bank, Opening, Columns, "tRCD"),
        new(RuleLevel.Bank, Opening, Closing, "tRAS"),
        new(RuleLevel.Bank, Opening, NeedClosed, "tRC"),
        new(RuleLevel.Bank, Closing, NeedClosed, "tRP"),
        new(RuleLevel.Bank, Reading, Closing, "tRTP"),
        new(RuleLevel.Bank, Writing, Closing, "tCWL + tBL + tWR"),
        new(RuleLevel.Bank, Refreshing, NeedClosed, "tRFC"),
        new(RuleLevel.Group, Opening, Opening, "tRRD"),
        new(RuleLevel.Rank, Opening, Opening, "1"),
        new(RuleLevel.Rank, Reading, Reading, "tCCD"),
        new(RuleLevel.Rank, Writing, Writing, "tCCD"),
        new(RuleLevel.Rank, Reading, Writing, "tRTW"),
        new(RuleLevel.Rank, Writing, Reading, "tCWL + tBL + tWTR"),
    ];

    /// <summary>The rules of a stack.</summary>
    public static ChannelRules Of(DramStackSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int accesses = (int)(spec.Row.Count / spec.Access.Count);
        var organisation = new DramOrganisation(spec.Channels, 1, spec.LayersOfPort(0), spec.BanksPerLayer, spec.Rows, accesses, spec.Access);
        return new ChannelRules(spec.Name, spec.Clock, organisation, new CommandBus { IsSplit = true }, TimingsOf(spec), [.. Always, .. LimitsOf(spec)]);
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

    private static IEnumerable<TimingRule> LimitsOf(DramStackSpec spec)
    {
        if (spec.LayerActivations?.ShareOf(spec.Columns) is { } layer)
            yield return new TimingRule(RuleLevel.Group, Opening, Opening, "tLayerWindow") { Count = (int)layer.Count };
        if (ActivationBudget.Tightest(spec)?.ShareOf(spec.Channels) is { } stack)
            yield return new TimingRule(RuleLevel.Rank, Opening, Opening, "tStackWindow") { Count = (int)stack.Count };
    }
}
