using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Reads a stack from its YAML file and reports all faults of the file at once.</summary>
internal sealed class DramStackSpecReader
{
    private static readonly string[] SwizzleNames = ["none", "xor", "cyclic"];

    private readonly PresetSection _root;
    private readonly Clock _clock;

    private DramStackSpecReader(PresetDocument document)
    {
        _root = document.Root;
        _clock = _root.Get<Clock>("clock");
        if (_clock.Hertz == 0) _clock = Clock.FromHertz(1_000_000_000);
    }

    /// <summary>Opens a shipped stack by name, or a file by its path.</summary>
    public static DramStackSpec Open(string name, PresetChanges? changes = null)
    {
        PresetDocument document = PresetLibrary.Open("dram-stacks", name, changes);
        DramStackSpec spec = new DramStackSpecReader(document).Whole();
        document.Finish();
        return spec;
    }

    private DramStackSpec Whole()
    {
        PresetSection layers = _root.Section("layers"), banks = _root.Section("banks"), port = _root.Section("port");
        PresetSection refresh = _root.Section("refresh"), rows = _root.Section("rows");
        int total = (int)layers.Integer("total", 1, 1024);
        var spec = new DramStackSpec
        {
            Name = _root.Text("name"),
            Clock = _clock,
            LogicClock = _root.Has("logic_clock") ? _root.Get<Clock>("logic_clock") : null,
            CrossingEdges = (int)_root.IntegerOr("crossing_edges", 0, 0, 64),
            Layers = total,
            ConnectedLayers = (int)layers.Integer("connected", 1, Math.Max(1, total)),
            LatencyPerLayer = layers.Get("latency_per_layer", Duration.Zero),
            Columns = (int)banks.Integer("columns", 1, 1 << 20),
            BanksPerLayer = (int)banks.Integer("per_column_and_layer", 1, 1024),
            Rows = (int)rows.Integer("per_bank", 1, int.MaxValue),
            Row = rows.Get<Bytes>("size"),
            RowPolicy = (RowPolicy)ChoiceOf(rows, "policy", PolicyNames.OfRows, "open"),
            RowTimeout = rows.Has("timeout") ? ClocksOf(rows, "timeout") : 0,
            RowOrder = rows.Has("order") ? OrderOf(rows) : ["row", "bank", "layer"],
            Swizzle = (AddressSwizzle)ChoiceOf(rows, "swizzle", SwizzleNames, "none"),
            Access = port.Get<Bytes>("access"),
            LinkRate = port.Has("link_rate") ? port.Get<Bandwidth>("link_rate") : null,
            AccessesPerCheck = (int)port.IntegerOr("accesses_per_check", 0, 0, 1024),
            Interleave = port.Get<Bytes>("interleave"),
            Window = (int)port.IntegerOr("window", 16, 1, 64),
            Timings = TimingsOf(_root.Section("timing")),
            Refresh = (RefreshMode)ChoiceOf(refresh, "mode", PolicyNames.OfRefresh, "all-banks"),
            RefreshClasses = [.. refresh.Sections("hotter").Select(s => new RefreshClass(s.Get<Celsius>("above"), (int)s.Integer("divide_by", 1, 64)))],
            LayerActivations = LimitOf("layer"),
            StackActivations = LimitOf("stack"),
            ActivationPower = _root.OptionalSection("activations") is { } a && a.Has("power") ? a.Get<Power>("power") : null,
            Energies = EnergiesOf(_root.OptionalSection("energy")),
        };
        Check(spec, layers, rows, port);
        return spec;
    }

    private static StackEnergies EnergiesOf(PresetSection? section) => section is null ? new StackEnergies() : new StackEnergies
    {
        Activation = section.Get("activation", Energy.Zero),
        ReadBit = section.Get("read_bit", Energy.Zero),
        WriteBit = section.Get("write_bit", Energy.Zero),
        RefreshBank = section.Get("refresh_bank", Energy.Zero),
        Standby = section.Get("standby", Power.Zero),
    };

    private StackTimings TimingsOf(PresetSection section)
    {
        var timings = new StackTimings
        {
            RowToColumn = section.Has("tRCD_by_tier")
                ? [.. section.List<Duration>("tRCD_by_tier").Select(d => _clock.CyclesCovering(d).Count)]
                : [ClocksOf(section, "tRCD")],
            ReadLatency = ClocksOf(section, "tCL"),
            WriteLatency = ClocksOf(section, "tCWL"),
            Burst = ClocksOf(section, "tBL"),
            RowActive = ClocksOf(section, "tRAS"),
            RowPrecharge = ClocksOf(section, "tRP"),
            RowCycle = ClocksOf(section, "tRC"),
            ReadToPrecharge = ClocksOf(section, "tRTP"),
            WriteRecovery = ClocksOf(section, "tWR"),
            WriteToRead = ClocksOf(section, "tWTR"),
            ReadToWrite = ClocksOf(section, "tRTW"),
            ActivateToActivate = ClocksOf(section, "tRRD"),
            Refresh = ClocksOf(section, "tRFC"),
            RefreshInterval = ClocksOf(section, "tREFI"),
        };
        if (timings.RowCycle < timings.RowActive + timings.RowPrecharge)
            section.Fault("tRC", $"is {timings.RowCycle} clocks, less than tRAS + tRP = {timings.RowActive + timings.RowPrecharge}; a row cycle holds both");
        if (timings.RefreshInterval <= timings.Refresh)
            section.Fault("tREFI", $"is {timings.RefreshInterval} clocks, not more than tRFC = {timings.Refresh}; the memory would do nothing but refresh");
        if (timings.Burst < 1) section.Fault("tBL", "is 0; an access takes at least one clock");
        return timings;
    }

    /// <summary>Whole clocks, or a duration that is rounded up to clocks.</summary>
    private long ClocksOf(PresetSection section, string key)
    {
        if (!section.Has(key)) return section.Get<long>(key);
        string text = section.Get<string>(key);
        if (long.TryParse(text, out long clocks) && clocks >= 0) return clocks;
        if (Duration.TryParse(text, null, out Duration duration) && duration >= Duration.Zero) return _clock.CyclesCovering(duration).Count;
        section.Fault(key, $"is \"{text}\"; expected a number of clocks or a duration such as \"13.75 ns\", not negative");
        return 0;
    }

    private static int ChoiceOf(PresetSection section, string key, IReadOnlyList<string> names, string otherwise)
    {
        string text = section.Text(key, otherwise);
        int index = names.ToList().IndexOf(text);
        if (index < 0) section.Fault(key, $"is \"{text}\"; expected one of {string.Join(", ", names)}.{Spelling.DidYouMean(text, names)}");
        return Math.Max(index, 0);
    }

    private static IReadOnlyList<string> OrderOf(PresetSection rows)
    {
        IReadOnlyList<string> order = rows.List<string>("order");
        if (order.Order(StringComparer.Ordinal).SequenceEqual(["bank", "layer", "row"])) return order;
        rows.Fault("order", "should name row, bank and layer, each once, the most significant first");
        return ["row", "bank", "layer"];
    }

    private ActivationLimit? LimitOf(string whose)
    {
        if (_root.OptionalSection("activations")?.OptionalSection(whose) is not { } section) return null;
        return new ActivationLimit(section.Integer("count", 1), Cycles.FromCount(Math.Max(1, ClocksOf(section, "window"))));
    }

    private static void Check(DramStackSpec spec, PresetSection layers, PresetSection rows, PresetSection port)
    {
        if (spec.Access.Count <= 0) port.Fault("access", "should be at least one byte");
        else if (spec.Row.Count <= 0 || spec.Row.Count % spec.Access.Count != 0) rows.Fault("size", $"is {spec.Row}; expected a multiple of the access of {spec.Access}");
        if (spec.Interleave.Count <= 0) port.Fault("interleave", "should be at least one byte");
        if (spec.Swizzle == AddressSwizzle.Xor && (spec.Layers % spec.ConnectedLayers != 0 || !IsPowerOfTwo(spec.LayersOfPort(0) * spec.BanksPerLayer)))
            layers.Fault("total", "gives ports whose banks are no power of two, which an xor swizzle needs; use cyclic");
        if (spec.ActivationPower is not null && spec.Energies.Activation.Joules <= 0)
            layers.Fault("total", "has a budget of activation power, which needs the energy of an activation");
    }

    private static bool IsPowerOfTwo(int number) => (number & (number - 1)) == 0;
}
