using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>Reads a DRAM standard from its YAML file and reports all faults of the file at once.</summary>
public sealed class DramSpecReader
{
    private static readonly string[] LevelNames = ["bank", "group", "stack", "other-stack", "rank"];
    private static readonly string[] ChannelModes = ["all-banks", "per-bank"];
    private static readonly string[] SwizzleNames = ["none", "xor", "cyclic"];

    private readonly PresetSection _root;

    private DramSpecReader(PresetDocument document) => _root = document.Root;

    /// <summary>Opens a shipped standard by name, or a file by its path.</summary>
    /// <exception cref="PresetException">There is no such standard, or something in it is wrong.</exception>
    public static DramSpec Open(string name) => Read(PresetLibrary.Open("dram", name));

    /// <summary>Reads a standard.</summary>
    /// <exception cref="PresetException">Something is wrong; the message names every line.</exception>
    public static DramSpec Read(PresetDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var reader = new DramSpecReader(document);
        DramSpec? spec = reader.Whole();
        document.Finish();
        return spec ?? throw new PresetException($"{document.File}: the standard cannot be read.");
    }

    private DramSpec? Whole()
    {
        string name = _root.Text("name");
        Clock clock = _root.Get<Clock>("clock");
        _root.List<string>("peers");
        DramOrganisation organisation = OrganisationOf(_root.Section("organisation"));
        CommandBus bus = BusOf(_root.OptionalSection("bus"));
        TimingTable timings = TimingsOf(_root.Section("timing"), clock);
        List<TimingRule> rules = RulesOf(timings);
        new TimingChecks(_root, timings, bus.NeededTimings).Run();
        AddressMap? map = MapOf(organisation);
        RefreshSpec? refresh = RefreshOf(_root.OptionalSection("refresh"), timings);
        SupplyCurrents? currents = CurrentsOf(_root.OptionalSection("currents"));
        return map is null ? null : new DramSpec(name, clock, organisation, bus, timings, rules, map) { Refresh = refresh, Currents = currents };
    }

    private static DramOrganisation OrganisationOf(PresetSection section) => new(
        (int)section.IntegerOr("ranks", 1, 1, 64),
        (int)section.IntegerOr("stacks", 1, 1, 64),
        (int)section.IntegerOr("groups", 1, 1, 64),
        (int)section.Integer("banks_per_group", 1, 64),
        (int)section.Integer("rows", 1, int.MaxValue),
        (int)section.Integer("columns", 1, int.MaxValue),
        section.Get<Bytes>("access"));

    private static CommandBus BusOf(PresetSection? section)
    {
        if (section is null) return new CommandBus();
        int[] ticks = [.. Enumerable.Repeat(1, DramCommands.Count)];
        if (section.OptionalSection("lengths") is { } lengths)
        {
            foreach (string key in lengths.Keys.ToList())
            {
                if (DramCommands.TryFind(key, out DramCommand command)) ticks[(int)command] = (int)lengths.Integer(key, 1, 16);
            }
        }
        bool[] odd = new bool[DramCommands.Count];
        foreach (DramCommand command in CommandsOf(section, "odd_ticks_only")) odd[(int)command] = true;
        if (section.Flag("two_part_activation", false) != section.Flag("data_clock", false))
            section.Fault(section.Has("data_clock") ? "data_clock" : "two_part_activation", "stands alone; two_part_activation and data_clock come together, as in LPDDR5");
        return new CommandBus
        {
            TicksPerClock = (int)section.IntegerOr("ticks_per_clock", 1, 1, 2),
            IsSplit = section.Flag("split", false),
            ActivatesTwice = section.Flag("two_part_activation", false),
            HasDataClock = section.Flag("data_clock", false),
            Ticks = ticks,
            OnlyOddTicks = odd,
        };
    }

    /// <summary>Timings are whole clocks, or durations that are rounded up to clocks.</summary>
    private static TimingTable TimingsOf(PresetSection section, Clock clock)
    {
        var timings = new TimingTable();
        foreach (string key in section.Keys.ToList())
        {
            string text = section.Get<string>(key);
            if (long.TryParse(text, out long clocks) && clocks >= 0) timings[key] = clocks;
            else if (Duration.TryParse(text, null, out Duration duration) && duration >= Duration.Zero && clock.Hertz > 0) timings[key] = clock.CyclesCovering(duration).Count;
            else
            {
                section.Fault(key, $"is \"{text}\"; expected a number of clocks or a duration such as \"13.75 ns\", not negative");
                timings[key] = 0;
            }
        }
        return timings;
    }

    private List<TimingRule> RulesOf(TimingTable timings)
    {
        var rules = new List<TimingRule>();
        foreach (PresetSection section in _root.Sections("rules"))
        {
            string level = section.Choice("level", LevelNames);
            var rule = new TimingRule(
                (RuleLevel)Math.Max(Array.IndexOf(LevelNames, level), 0),
                CommandsOf(section, "from"),
                CommandsOf(section, "to"),
                section.Get<string>("at_least"))
            {
                Count = (int)section.IntegerOr("count", 1, 1, 1024),
                OnlyIfGiven = section.Flag("if_given", false),
            };
            if (IsReadable(section, rule, timings)) rules.Add(rule);
        }
        if (rules.Count == 0 && !_root.Has("rules")) _root.Section("rules");
        return rules;
    }

    private static bool IsReadable(PresetSection section, TimingRule rule, TimingTable timings)
    {
        try
        {
            if (rule.OnlyIfGiven && TimingExpression.NamesIn(rule.Distance).Any(name => !timings.Has(name))) return true;
            if (TimingExpression.Evaluate(rule.Distance, timings) >= 0) return true;
            section.Fault("at_least", $"\"{rule.Distance}\" is negative; a following command cannot come before the preceding one");
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException)
        {
            section.Fault("at_least", $"cannot be evaluated: {e.Message}");
        }
        return false;
    }

    private static List<DramCommand> CommandsOf(PresetSection section, string key)
    {
        var commands = new List<DramCommand>();
        foreach (string name in section.List<string>(key))
        {
            if (DramCommands.TryFind(name, out DramCommand command)) commands.Add(command);
            else section.Fault(key, $"names \"{name}\"; commands are {string.Join(", ", DramCommands.All)}.{Spelling.DidYouMean(name, DramCommands.All)}");
        }
        return commands;
    }

    private AddressMap? MapOf(DramOrganisation organisation)
    {
        IReadOnlyList<string> order = _root.List<string>("address_map");
        string swizzle = _root.Text("swizzle", "none");
        int kind = Array.IndexOf(SwizzleNames, swizzle);
        if (kind < 0) _root.Fault("swizzle", $"is \"{swizzle}\"; expected one of {string.Join(", ", SwizzleNames)}");
        try
        {
            return new AddressMap(organisation, order, (AddressSwizzle)Math.Max(kind, 0));
        }
        catch (ArgumentException e)
        {
            _root.Fault("address_map", e.Message);
            return null;
        }
    }

    private static RefreshSpec? RefreshOf(PresetSection? section, TimingTable timings)
    {
        if (section is null) return null;
        string mode = section.Choice("mode", ChannelModes);
        foreach (string needed in mode == "per-bank" ? new[] { "tREFI", "tRFCpb" } : ["tREFI"])
        {
            if (!timings.Has(needed)) section.Fault("mode", $"is {mode}, which needs the timing {needed}");
        }
        return new RefreshSpec(timings.Get("tREFI", 1), mode == "per-bank" ? RefreshMode.PerBank : RefreshMode.AllBanks)
        {
            Classes = [.. section.Sections("hotter").Select(s => new RefreshClass(s.Get<Celsius>("above"), (int)s.Integer("divide_by", 1, 64)))],
        };
    }

    private static SupplyCurrents? CurrentsOf(PresetSection? section) => section is null ? null : new SupplyCurrents(
        section.Get<double>("VDD"),
        section.Get<double>("IDD0"),
        section.Get<double>("IDD2N"),
        section.Get<double>("IDD3N"),
        section.Get<double>("IDD4R"),
        section.Get<double>("IDD4W"),
        section.Get<double>("IDD5AB"),
        (int)section.Integer("devices", 1, 64));
}
