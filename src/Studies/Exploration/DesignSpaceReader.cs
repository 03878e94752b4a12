using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Reads spaces from YAML, as presets are read: all faults at once, each with file and line.</summary>
public static class DesignSpaceReader
{
    private const int MostBatch = 1 << 17;

    /// <summary>Reads a space.</summary>
    /// <param name="name">A shipped name, or a path.</param>
    /// <param name="overrides">Values that replace what the file says.</param>
    /// <exception cref="PresetException">There is none, or it is wrong; the message lists every fault.</exception>
    public static DesignSpace Open(string name, params IReadOnlyList<PresetOverride> overrides)
    {
        var changes = new PresetChanges();
        foreach (PresetOverride change in overrides) changes.Add($"{DesignSpace.Kind}/{name}", change);
        PresetDocument document = PresetLibrary.Open(DesignSpace.Kind, name, changes);
        PresetSection root = document.Root;
        DesignAxis[] axes = [.. root.Sections("axes").Select(ReadAxis)];
        foreach (string twice in axes.GroupBy(axis => axis.Name).Where(group => group.Count() > 1).Select(group => group.Key)) root.Fault("axes", $"has two axes \"{twice}\"");
        var space = new DesignSpace
        {
            Description = root.Text("description"),
            Model = root.Text("model"),
            Platform = root.Text("platform"),
            Stage = root.Has("stage") && root.Choice("stage", ["decode", "prefill"]) == "prefill" ? DesignStage.Prefill : DesignStage.Decode,
            Tokens = (int)root.Integer("tokens", 1, 1 << 24),
            Batches = ReadBatches(root),
            Routing = root.Text("expert_routing", "uniform"),
            Plans = ReadPlans(root),
            PlansPlace = root.PlaceOf("plans"),
            Axes = axes,
            Rules = [.. root.Sections("rules").Select(rule => DesignRule.Read(rule, axes)).OfType<DesignRule>()],
            Limits = root.OptionalSection("limits") is { } limits ? ReadLimits(limits) : new DesignLimits(),
            Objective = ReadObjective(root),
        };
        if (space.Limits.Area is null && axes.FirstOrDefault(axis => axis.AreaOfOne > 0) is { } idle) document.Fault(idle.Place, $"axis \"{idle.Name}\" says what area it takes, and there is no limits.area.");
        document.Finish();
        return space;
    }

    private static int[] ReadBatches(PresetSection root)
    {
        int[] batches = [.. root.List<int>("batches")];
        if (batches.Length == 0 || batches.Any(b => b is < 1 or > MostBatch) || batches.Zip(batches.Skip(1)).Any(pair => pair.First >= pair.Second))
            root.Fault("batches", $"is [{string.Join(", ", batches)}]; expected growing numbers from 1 to {MostBatch}, such as [1, 16, 256]");
        return batches;
    }

    /// <summary>The word "all", or a list of families.</summary>
    private static PlanFamily[] ReadPlans(PresetSection root)
    {
        if (root.IsList("plans")) return [.. root.Sections("plans").Select(PlanFamily.Read)];
        root.Choice("plans", ["all"]);
        return [PlanFamily.All];
    }

    private static DesignObjective ReadObjective(PresetSection root) => !root.Has("objective") ? DesignObjective.Stps : root.Choice("objective", ["stps", "utps", "stps_per_watt"]) switch
    {
        "utps" => DesignObjective.Utps,
        "stps_per_watt" => DesignObjective.StpsPerWatt,
        _ => DesignObjective.Stps,
    };

    private static DesignLimits ReadLimits(PresetSection limits)
    {
        foreach ((string word, string limit) in new[] { ("temperature_by", "temperature"), ("fixed_area", "area") })
        {
            if (limits.Has(word) && !limits.Has(limit)) limits.Fault(word, $"belongs to limits.{limit}, which is missing");
        }
        return LimitsOf(limits);
    }

    private static DesignLimits LimitsOf(PresetSection limits) => new()
    {
        Power = limits.Has("power") ? limits.Get<Power>("power") : null,
        Temperature = limits.Has("temperature") ? limits.Get<Celsius>("temperature") : null,
        Judge = limits.Has("temperature_by") && limits.Choice("temperature_by", ["stack", "one_number"]) == "one_number" ? HeatJudge.OneNumber : HeatJudge.Stack,
        Area = limits.Has("area") ? limits.Get<Area>("area") : null,
        FixedArea = limits.Has("fixed_area") ? limits.Get<Area>("fixed_area") : default,
    };

    private static DesignAxis ReadAxis(PresetSection section)
    {
        PresetSection set = section.Section("set");
        (string Path, string Place, IReadOnlyList<string> Values)[] paths = [.. set.Keys.Select(path => (path, set.PlaceOf(path), set.List<string>(path)))];
        string name = section.Text("name");
        int count = paths.Length == 0 ? 0 : paths[0].Values.Count;
        if (count == 0) section.Fault("set", "has no values; expected paths with lists of values, such as \"chips/stack3d-logic:cores: [96, 132]\"");
        foreach ((string path, _, IReadOnlyList<string> values) in paths.Where(p => p.Values.Count != count)) set.Fault(path, $"has {values.Count} values and {paths[0].Path} {count}; expected as many");
        if (count == 0 || paths.Any(p => p.Values.Count != count)) return new DesignAxis(name, section.Place, [], 0) { Changes = [] };
        var axis = new DesignAxis(name, section.Place, paths[0].Values, section.Has("area") ? section.Get<Area>("area").SquareMetres : 0)
        {
            Changes = [.. Enumerable.Range(0, count).Select(i => (PresetOverride[])[.. paths.Select(p => new PresetOverride(p.Path, p.Values[i]) { Option = p.Place })])],
        };
        if (axis.AreaOfOne > 0 && AxisComparison.UnitOf(axis) is null) section.Fault("area", "is for one unit of the first path's values; expected values that are numbers of one unit");
        return axis;
    }
}
