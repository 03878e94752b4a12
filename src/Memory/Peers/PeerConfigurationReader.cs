using System.Text.Json;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Peers;

/// <summary>Reads the configurations of a reference folder: rules come from our standard for the organisation, every number from the folder.</summary>
public sealed class PeerConfigurationReader
{
    /// <summary>Timings under which one standard knows what others split or call otherwise.</summary>
    private static readonly (string Wanted, string Given)[] OtherNames =
    [
        ("tRP", "tRPpb"), ("tRPab", "tRP"), ("tRFC", "tRFCab"), ("tRRD_S", "tRRD"), ("tRRD_L", "tRRD"), ("tRTP", "tRTP_L"), ("tRTP_L", "tRTP"), ("tRTP", "tRBTP"),
        ("tWTR_S", "tWTR"), ("tWTR_L", "tWTR"), ("tBL", "tBL_min"), ("tBL_min", "tBL"), ("tBL_max", "tBL"),
        ("tRCDRD", "tRCD"), ("tRCDWR", "tRCD"), ("tCCD_S", "tCCD"), ("tCCD_L", "tCCD"),
    ];

    /// <summary>Clocks between reads and writes on the data bus that both simulators take where a configuration gives none.</summary>
    private const long Turnaround = 2;

    private readonly string _file;
    private readonly Func<string, long> _largestAddress;

    private PeerConfigurationReader(string file, Func<string, long> largestAddress)
    {
        _file = file;
        _largestAddress = largestAddress;
    }

    /// <summary>Reads all configurations.</summary>
    /// <param name="file">The JSON file.</param>
    /// <param name="largestAddress">The largest address that the traces of an organisation use; it tells how long a row is where the structure leaves that open.</param>
    /// <exception cref="PresetException">The file is missing, no JSON, or lacks what a configuration needs.</exception>
    public static IReadOnlyDictionary<string, PeerConfiguration> Read(string file, Func<string, long> largestAddress)
    {
        if (!File.Exists(file)) throw new PresetException($"There is no file \"{file}\".");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            var reader = new PeerConfigurationReader(file, largestAddress);
            return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => reader.Whole(p.Name, p.Value), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new PresetException($"{file}:{e.LineNumber + 1}: this is not valid JSON: {e.Message}", e);
        }
    }

    private PeerConfiguration Whole(string name, JsonElement configuration)
    {
        try
        {
            return One(name, configuration);
        }
        catch (KeyNotFoundException e)
        {
            throw Fault(name, $"lacks what its peer gives: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw Fault(name, $"cannot be mapped to addresses: the map {e.Message}");
        }
    }

    private PeerConfiguration One(string name, JsonElement configuration)
    {
        bool isDramSim3 = Text(name, configuration, "peer").StartsWith("DRAMsim3", StringComparison.OrdinalIgnoreCase);
        string organisation = Text(name, configuration, "organisation");
        JsonElement structure = Child(name, configuration, "structure");
        DramSpec standard = StandardOf(name, organisation, structure);
        TimingTable timings = TimingsOf(name, configuration, standard, isDramSim3);
        DramOrganisation shape = isDramSim3
            ? DramSim3Shape(name, configuration, structure, organisation)
            : RamulatorShape(name, structure, timings, organisation);
        if (isDramSim3) CompleteDramSim3Timings(timings, structure, shape);
        bool refreshes = Text(name, configuration, "refresh") != "none";
        DramSpec spec = standard with
        {
            Name = name,
            Organisation = shape,
            Timings = timings,
            Map = new AddressMap(shape, standard.Map.Order),
            Bus = isDramSim3 ? new CommandBus { IsSplit = standard.Bus.IsSplit } : standard.Bus,
            Refresh = refreshes ? new RefreshSpec(timings["tREFI"], RefreshMode.AllBanks) : null,
            Currents = configuration.TryGetProperty("power_mA_V", out JsonElement power) ? CurrentsOf(name, configuration, structure, power) : null,
        };
        CheckRules(spec);
        SchedulerKind scheduler = isDramSim3 ? SchedulerKind.DramSim3
            : Text(name, configuration, "scheduler") == "FRFCFSRowHit" ? SchedulerKind.RamulatorRowHit : SchedulerKind.Ramulator;
        return new PeerConfiguration(name, organisation, spec, scheduler, isDramSim3, Child(name, configuration, "cycle_ns").GetDouble());
    }

    /// <summary>The shipped standard that lists the organisation, or the longest beginning of it, among its peers.</summary>
    private DramSpec StandardOf(string name, string organisation, JsonElement structure)
    {
        string wanted = organisation.ToLowerInvariant();
        string protocol = structure.TryGetProperty("protocol", out JsonElement p) ? p.GetString()!.ToLowerInvariant() : wanted;
        var known = PresetLibrary.NamesOf("dram")
            .SelectMany(preset => PresetLibrary.Open("dram", preset).Root.List<string>("peers").Select(peer => (Preset: preset, Peer: peer)))
            .OrderByDescending(k => k.Peer.Length)
            .ToList();
        string? found = known.FirstOrDefault(k => wanted.StartsWith(k.Peer, StringComparison.Ordinal)).Preset
            ?? known.FirstOrDefault(k => protocol.StartsWith(k.Peer, StringComparison.Ordinal)).Preset;
        return found is not null ? DramSpecReader.Open(found) : throw Fault(name, $"organisation \"{organisation}\" belongs to no shipped standard; known are {string.Join(", ", known.Select(k => k.Peer))}");
    }

    private TimingTable TimingsOf(string name, JsonElement configuration, DramSpec standard, bool isDramSim3)
    {
        var timings = new TimingTable();
        if (standard.Timings.Has("tRTRS")) timings["tRTRS"] = Turnaround;
        if (standard.Timings.Has("tDQSS")) timings["tDQSS"] = standard.Timings["tDQSS"];
        foreach (JsonProperty timing in Child(name, configuration, isDramSim3 ? "timing_cycles" : "timing_clocks").EnumerateObject())
        {
            if (timing.Value.ValueKind == JsonValueKind.Number && timing.Value.TryGetInt64(out long clocks)) timings[timing.Name] = clocks;
        }
        foreach ((string wanted, string given) in OtherNames)
        {
            if (!timings.Has(wanted) && timings.Has(given)) timings[wanted] = timings[given];
        }
        return timings;
    }

    /// <summary>DRAMsim3 leaves burst and row cycle to be computed, and takes the short distances where there is one bank group.</summary>
    private static void CompleteDramSim3Timings(TimingTable timings, JsonElement structure, DramOrganisation shape)
    {
        string protocol = structure.GetProperty("protocol").GetString()!;
        int length = structure.GetProperty("BL").GetInt32();
        timings["tBL"] = length / BeatsPerClock(protocol);
        timings["tRC"] = timings["tRAS"] + timings["tRP"];
        long additive = timings.Get("AL", 0);
        timings["tCL"] += additive;
        timings["tCWL"] += additive;
        timings["tRTP"] += additive;
        if (timings.Has("tRCD")) timings["tRCD"] -= additive;
        if (shape.Groups > 1) return;
        foreach (string name in new[] { "tCCD", "tWTR", "tRRD" })
        {
            if (timings.Has(name + "_S")) timings[name + "_L"] = timings[name + "_S"];
        }
    }

    private static int BeatsPerClock(string protocol) => protocol switch
    {
        "GDDR5" => 4,
        "GDDR5X" => 8,
        "GDDR6" => 16,
        _ => 2,
    };

    private DramOrganisation DramSim3Shape(string name, JsonElement configuration, JsonElement structure, string organisation)
    {
        int groups = Integer(name, structure, "bankgroups");
        int banks = Integer(name, structure, "banks_per_group");
        int length = Integer(name, structure, "BL");
        bool hasGroups = structure.TryGetProperty("bankgroup_enable", out JsonElement enable)
            ? Truth(enable)
            : !Text(name, structure, "protocol").StartsWith("GDDR", StringComparison.Ordinal);
        int width = Integer(name, configuration, "bus_width_bits");
        // DRAMsim3 counts the columns of HBM in pairs of beats, those of other standards in beats.
        bool isHbm = Text(name, structure, "protocol").StartsWith("HBM", StringComparison.Ordinal);
        int columns = Math.Max(1, Integer(name, structure, "columns") * (isHbm ? 2 : 1) / length);
        var shape = new DramOrganisation(1, 1, hasGroups ? groups : 1, hasGroups ? banks : banks * groups, Integer(name, structure, "rows"), columns, Bytes.FromCount(width / 8 * length));
        return WithRowsThatHold(shape, organisation);
    }

    private DramOrganisation RamulatorShape(string name, JsonElement structure, TimingTable timings, string organisation)
    {
        double beats = timings["rate"] * timings["tCK_ps"] / 1e6;
        int length = 1 << (int)Math.Round(Math.Log2(beats * timings["nBL"]));
        int width = Integer(name, structure, "channel_width");
        int ranks = IntegerOrOne(name, structure, "pseudochannel"), stacks = IntegerOrOne(name, structure, "sid"), groups = IntegerOrOne(name, structure, "bankgroup");
        if (IntegerOrOne(name, structure, "rank") != 1) throw Fault(name, $"has {structure.GetProperty("rank")} ranks; the reference map has bits for one");
        var shape = new DramOrganisation(ranks, stacks, groups, Integer(name, structure, "bank"), Integer(name, structure, "row"), Integer(name, structure, "column") / length, Bytes.FromCount(width / 8 * length));
        return WithRowsThatHold(shape, organisation);
    }

    /// <summary>Lengthens the rows until the device holds every address of its traces.</summary>
    private DramOrganisation WithRowsThatHold(DramOrganisation shape, string organisation)
    {
        long largest = _largestAddress(organisation);
        while (shape.Capacity.Count <= largest) shape = shape with { Columns = shape.Columns * 2 };
        return shape;
    }

    private SupplyCurrents CurrentsOf(string name, JsonElement configuration, JsonElement structure, JsonElement power) => new(
        Number(name, power, "VDD"),
        Number(name, power, "IDD0"),
        Number(name, power, "IDD2N"),
        Number(name, power, "IDD3N"),
        Number(name, power, "IDD4R"),
        Number(name, power, "IDD4W"),
        Number(name, power, "IDD5AB"),
        Integer(name, configuration, "bus_width_bits") / Integer(name, structure, "device_width"));

    private void CheckRules(DramSpec spec)
    {
        foreach (string timing in spec.Bus.NeededTimings.Where(t => !spec.Timings.Has(t))) throw Fault(spec.Name, $"lacks the timing {timing}, without which its commands cannot be timed");
        foreach (TimingRule rule in spec.Rules)
        {
            foreach (string timing in TimingExpression.NamesIn(rule.Distance).Where(t => !rule.OnlyIfGiven && !spec.Timings.Has(t)))
                throw Fault(spec.Name, $"lacks the timing {timing}, which the rule \"{rule.Name}\" needs");
        }
    }

    private JsonElement Child(string name, JsonElement parent, string key) =>
        parent.TryGetProperty(key, out JsonElement child) ? child : throw Fault(name, $"lacks \"{key}\"");

    private string Text(string name, JsonElement parent, string key) =>
        Child(name, parent, key) is { ValueKind: JsonValueKind.String } child ? child.GetString()! : throw Fault(name, $"\"{key}\" is no text");

    private int Integer(string name, JsonElement parent, string key) =>
        Child(name, parent, key) is { ValueKind: JsonValueKind.Number } child && child.TryGetInt32(out int value) ? value : throw Fault(name, $"\"{key}\" is not a whole number");

    private int IntegerOrOne(string name, JsonElement parent, string key) => parent.TryGetProperty(key, out _) ? Integer(name, parent, key) : 1;

    private double Number(string name, JsonElement parent, string key) =>
        Child(name, parent, key) is { ValueKind: JsonValueKind.Number } child ? child.GetDouble() : throw Fault(name, $"\"{key}\" is not a number");

    private static bool Truth(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => !string.Equals(element.GetString(), "false", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => element.GetInt32() != 0,
        _ => true,
    };

    private PresetException Fault(string name, string message) => new($"{_file}: configuration {name} {message}.");
}
