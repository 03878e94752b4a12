using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Timing;
using DeepStack.Sim.Memory.Traces;

namespace DeepStack.Sim.Memory.Tests.Checking;

public class CommandCheckerTests
{
    public static TheoryData<string, SchedulerKind> Channels()
    {
        var data = new TheoryData<string, SchedulerKind>();
        foreach (string preset in new[] { "ddr4-3200", "ddr5-4800", "hbm2", "hbm3", "hbm4", "lpddr5-6400", "gddr6" })
        {
            data.Add(preset, SchedulerKind.Ramulator);
            data.Add(preset, SchedulerKind.FrFcfs);
            data.Add(preset, SchedulerKind.FrFcfsCap);
            data.Add(preset, SchedulerKind.BankParallel);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void SchedulersKeepEveryRuleOnRandomTraces(string preset, SchedulerKind kind)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        var checker = new CommandChecker(spec);
        var log = new CommandLog(command => checker.Check(command));
        MemoryTrace trace = RandomTrace.Of(spec, 20_000, 3);
        ChannelController controller = Schedulers.Build(kind, spec, log);

        controller.Run(trace);

        Assert.Empty(checker.Violations.Take(3));
        Assert.Equal(trace.Count, controller.Statistics.Reads + controller.Statistics.Writes);
        Assert.InRange(checker.Checked, 20_000, 100_000);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void TenMillionCommandsKeepEveryRule()
    {
        DramSpec spec = DramSpecReader.Open("hbm3");
        var checker = new CommandChecker(spec);
        var log = new CommandLog(command => checker.Check(command));

        Schedulers.Build(SchedulerKind.Ramulator, spec, log).Run(RandomTrace.Of(spec, 6_000_000, 8));

        Assert.Empty(checker.Violations.Take(3));
        Assert.True(checker.Checked >= 10_000_000, $"{checker.Checked} commands");
    }

    [Theory]
    [InlineData("ddr4-3200")]
    [InlineData("gddr6")]
    [InlineData("hbm2-legacy")]
    public void QueuesOfTheBankMajorSchedulerKeepEveryRule(string preset)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        var checker = new CommandChecker(spec, isBusChecked: false);
        var log = new CommandLog(command => checker.Check(command));

        Schedulers.Build(SchedulerKind.DramSim3, spec, log).Run(RandomTrace.Of(spec, 20_000, 4));

        Assert.Empty(checker.Violations.Take(3));
    }

    [Fact]
    public void EverySeededViolationIsFound()
    {
        DramSpec spec = DramSpecReader.Open("ddr4-3200");
        var log = new CommandLog();
        Schedulers.Build(SchedulerKind.Ramulator, spec, log).Run(RandomTrace.Of(spec, 2_000, 5));
        var random = new RandomStream(6, "violations");

        for (int seeded = 0; seeded < 200; seeded++)
        {
            int victim = 200 + (int)random.NextInteger(log.Commands.Count - 300);
            var commands = log.Commands.ToList();
            if (!MovesIllegally(commands, victim)) continue;
            var checker = new CommandChecker(spec);
            foreach (IssuedCommand command in commands) checker.Check(command);

            Assert.Contains(checker.Violations, v => v.Later.Tick == commands[victim - 1].Tick || v.Later == commands[victim]);
        }
    }

    [Theory]
    [InlineData("ddr4-3200", 10)]
    [InlineData("ddr5-4800", 10)]
    [InlineData("hbm2", 10)]
    [InlineData("hbm3", 10)]
    [InlineData("hbm4", 10)]
    [InlineData("gddr6", 10)]
    public void ACommandOneTickBeforeItIsLegalBreaksTheRuleThatHeldItBack(string preset, int rules)
    {
        DramSpec spec = DramSpecReader.Open(preset);
        var log = new CommandLog();
        Schedulers.Build(SchedulerKind.FrFcfs, spec, log).Run(RandomTrace.Of(spec, 600, 7));
        var ready = new ReadyTimes(spec);
        var broken = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < log.Commands.Count; i++)
        {
            IssuedCommand command = log.Commands[i];
            bool isTight = command.Bank >= 0 && ready.Of(command.Command, command.Bank) == command.Tick && log.Commands[Math.Max(0, i - 1)].Tick < command.Tick;
            if (isTight) broken.UnionWith(RulesBrokenBy(spec, log, i, command with { Tick = command.Tick - 1 }));
            if (command.Bank >= 0) ready.Issue(command.Command, command.Bank, command.Tick);
            else ready.IssueToRank(command.Command, command.Rank, command.Tick);
        }

        Assert.True(broken.Count >= rules, $"Only these rules were broken: {string.Join("; ", broken)}");
    }

    [Fact]
    public void AccessesToRowsThatNobodyOpenedAreFound()
    {
        DramSpec spec = DramSpecReader.Open("ddr4-3200");
        var log = new CommandLog();
        Schedulers.Build(SchedulerKind.Ramulator, spec, log).Run(RandomTrace.Of(spec, 500, 9));
        for (int i = 0; i < 200; i++)
        {
            if (log.Commands[i].Command != DramCommand.Activate) continue;
            var checker = new CommandChecker(spec);
            foreach (IssuedCommand command in log.Commands.Where((_, at) => at != i)) checker.Check(command);

            Assert.Contains(checker.Violations, v => v.Later.Bank == log.Commands[i].Bank && v.RequiredTicks == 0);
        }
    }

    [Fact]
    public void ViolationNamesRuleCommandsAndTicks()
    {
        DramSpec spec = DramSpecReader.Open("ddr4-3200");
        var checker = new CommandChecker(spec);

        checker.Check(new IssuedCommand(10, DramCommand.Activate, 0, 0, 7, 0));
        checker.Check(new IssuedCommand(31, DramCommand.Read, 0, 0, 7, 3));

        Violation violation = Assert.Single(checker.Violations);
        Assert.Equal("tick 31: RD bank 0 row 7 comes 21 ticks after ACT bank 0 row 7 at 10, needs 22: ACT to RD/WR in the same bank: tRCD", violation.ToString());
    }

    [Fact]
    public void MobileStatesAreChecked()
    {
        // LPDDR5-6400: tAAD 8, tRCD 15, tCAS 1, data clock for tCWL 9 + tBL 2 + tWCKPST 2 after a write command.
        Assert.Equal(["no first half of an activation came before it"], FaultsOf((0, DramCommand.ActivateSecond)));
        Assert.Equal(["the second half comes more than 8 ticks after the first"], FaultsOf((0, DramCommand.Activate), (9, DramCommand.ActivateSecond)));
        Assert.Equal(["only the first half of the activation has come"], FaultsOf((0, DramCommand.Activate), (19, DramCommand.ColumnSync), (20, DramCommand.Write)));
        Assert.Equal(["the data clock does not run"], FaultsOf((0, DramCommand.Activate), (8, DramCommand.ActivateSecond), (20, DramCommand.Write)));
        Assert.Equal(["the data clock does not run"], FaultsOf((0, DramCommand.Activate), (8, DramCommand.ActivateSecond), (19, DramCommand.ColumnSync), (20, DramCommand.Write), (33, DramCommand.Write)));
        Assert.Empty(FaultsOf((0, DramCommand.Activate), (8, DramCommand.ActivateSecond), (19, DramCommand.ColumnSync), (20, DramCommand.Write), (32, DramCommand.Write)));
    }

    [Theory]
    [InlineData(DramCommand.RefreshAll, -1, "all banks must be closed")]
    [InlineData(DramCommand.RefreshBank, 3, "the bank must be closed, and row 5 is open")]
    [InlineData(DramCommand.Activate, 3, "the bank must be closed, and row 5 is open")]
    public void CommandsThatNeedClosedBanksAreFound(DramCommand command, int bank, string rule)
    {
        var checker = new CommandChecker(DramSpecReader.Open("hbm3"));
        checker.Check(new IssuedCommand(1, DramCommand.Activate, 0, 3, 5, 0));

        checker.Check(new IssuedCommand(10_001, command, 0, bank, 6, 0));

        Assert.Equal(rule, Assert.Single(checker.Violations).Rule);
    }

    [Fact]
    public void CommandsOutOfOrderAreFound()
    {
        var checker = new CommandChecker(DramSpecReader.Open("ddr4-3200"));
        checker.Check(new IssuedCommand(10, DramCommand.Activate, 0, 0, 7, 0));
        checker.Check(new IssuedCommand(9, DramCommand.Activate, 0, 4, 7, 0));

        Assert.Contains(checker.Violations, v => v.Rule == "commands of a rank come in the order of their ticks");
    }

    private static IEnumerable<string> FaultsOf(params (long Tick, DramCommand Command)[] commands)
    {
        var checker = new CommandChecker(DramSpecReader.Open("lpddr5-6400"));
        foreach ((long tick, DramCommand command) in commands) checker.Check(new IssuedCommand(tick, command, 0, 0, 5, 0));
        return checker.Violations.Select(v => v.Rule);
    }

    /// <summary>The rules that a changed command breaks after the unchanged ones before it; at least one.</summary>
    private static IEnumerable<string> RulesBrokenBy(DramSpec spec, CommandLog log, int place, IssuedCommand changed)
    {
        var checker = new CommandChecker(spec, isBusChecked: false);
        for (int i = 0; i < place; i++) checker.Check(log.Commands[i]);
        Assert.Empty(checker.Violations);
        checker.Check(changed);
        Assert.NotEmpty(checker.Violations);
        Assert.All(checker.Violations, v => Assert.Equal(changed, v.Later));
        return checker.Violations.Select(v => v.Rule);
    }

    /// <summary>Puts a command into the tick of the one before it: two commands then share the only bus.</summary>
    private static bool MovesIllegally(List<IssuedCommand> commands, int victim)
    {
        if (commands[victim].Tick == commands[victim - 1].Tick) return false;
        commands[victim] = commands[victim] with { Tick = commands[victim - 1].Tick };
        return true;
    }
}
