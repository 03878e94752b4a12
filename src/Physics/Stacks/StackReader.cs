using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Physics.Stacks;

/// <summary>Reads the stack of a thermal case or preset: die, grid, layers, floorplans and cooling, in SI units.</summary>
/// <remarks>An entry of <c>layers</c> with <c>repeat: n</c> and <c>layers</c> of its own stands for n copies, whose names end in 0, 1, ...</remarks>
public static class StackReader
{
    private const int MostCells = 1 << 20;
    private const long MostNodes = 1 << 21;

    /// <summary>Reads a shipped stack of the kind "thermal", or a .yaml file.</summary>
    /// <exception cref="PresetException">There is no such preset, or something in it is wrong.</exception>
    public static StackSpec Load(string name)
    {
        PresetDocument document = PresetLibrary.Open("thermal", name);
        StackSpec stack = Read(document.Root);
        document.Finish();
        return stack;
    }

    /// <summary>Reads the stack that a section describes; faults are noted in its document.</summary>
    public static StackSpec Read(PresetSection root)
    {
        double width = Positive(root, "dieWidthM"), height = Positive(root, "dieHeightM");
        (int columns, int rows) = ReadGrid(root);
        Dictionary<string, Floorplan> floorplans = ReadFloorplans(root, width, height);
        var stack = new StackSpec
        {
            Width = width,
            Height = height,
            Columns = columns,
            Rows = rows,
            Ambient = Celsius.FromKelvin(Positive(root, "ambientK")),
            Layers = ReadLayers(root, floorplans, new Rectangle(0, 0, width, height)),
            Package = root.OptionalSection("package") is { } package ? ReadPackage(package, Math.Max(width, height)) : null,
            TopCoefficient = root.Has("topHtcWm2K") ? Positive(root, "topHtcWm2K") : null,
            BottomCoefficient = root.Has("bottomHtcWm2K") ? Positive(root, "bottomHtcWm2K") : 0,
        };
        long nodes = (long)columns * rows * stack.Layers.Count;
        if (nodes > MostNodes) root.Fault("grid", $"is {columns} x {rows} cells, {nodes} with all layers; at most {MostNodes} can be solved, so take a coarser one");
        if (stack.Package is null && stack.TopCoefficient is null)
            root.Fault("package", "is missing and there is no topHtcWm2K: the heat has no way out; give one of them");
        if (stack.Package is not null && stack.TopCoefficient is not null)
            root.Fault("topHtcWm2K", "is given beside a package; the package cools the last layer, so leave one of them out");
        return stack;
    }

    private static (int Columns, int Rows) ReadGrid(PresetSection root)
    {
        IReadOnlyList<int> grid = root.List<int>("grid");
        if (grid.Count == 2 && grid.All(n => n > 0) && (long)grid[0] * grid[1] <= MostCells) return (grid[0], grid[1]);
        root.Fault("grid", $"should be [columns, rows], both positive, with at most {MostCells} cells");
        return (1, 1);
    }

    private static Dictionary<string, Floorplan> ReadFloorplans(PresetSection root, double width, double height)
    {
        var floorplans = new Dictionary<string, Floorplan>();
        if (root.OptionalSection("floorplans") is not { } section) return floorplans;
        foreach (string name in section.Keys)
        {
            var floorplan = new Floorplan(name, [.. section.Sections(name).Select(b => new FloorplanBlock(b.Text("name"), ReadRectangle(b)) { Role = ReadRole(b) })]);
            foreach (string fault in floorplan.Faults(width, height)) section.Fault(name, "is wrong: " + fault);
            floorplans[name] = floorplan;
        }
        return floorplans;
    }

    private static BlockRole? ReadRole(PresetSection block) =>
        block.Has("role") && Enum.TryParse(block.Choice("role", "passive", "compute", "links", "dram"), ignoreCase: true, out BlockRole role) ? role : null;

    private static Rectangle ReadRectangle(PresetSection s) => new(s.Get<double>("x"), s.Get<double>("y"), s.Get<double>("w"), s.Get<double>("h"));

    private static List<StackLayer> ReadLayers(PresetSection root, Dictionary<string, Floorplan> floorplans, Rectangle die)
    {
        var layers = new List<StackLayer>();
        foreach (PresetSection section in root.Sections("layers"))
        {
            long times = section.IntegerOr("repeat", 1, min: 1, max: 1000);
            IReadOnlyList<PresetSection> repeated = section.Has("repeat") ? section.Sections("layers") : [section];
            for (int i = 0; i < times; i++)
            {
                foreach (PresetSection one in repeated) AddLayer(one, section.Has("repeat") ? $"{i}" : "");
            }
        }
        if (layers.Count == 0) root.Fault("layers", "should list at least one layer, from the far side to the cooled side");
        return layers;

        void AddLayer(PresetSection section, string suffix)
        {
            string name = section.Text("name") + suffix;
            if (layers.Exists(l => l.Name == name)) section.Fault("name", $"is \"{name}\", which an earlier layer has already");
            layers.Add(new StackLayer(name, Positive(section, "thicknessM"), ReadMaterial(section))
            {
                Floorplan = FloorplanOf(section, floorplans),
                Regions = ReadRegions(section, die),
            });
        }
    }

    private static Floorplan? FloorplanOf(PresetSection section, Dictionary<string, Floorplan> floorplans)
    {
        string name = section.Text("floorplan", "");
        if (name.Length == 0) return null;
        if (floorplans.TryGetValue(name, out Floorplan? floorplan)) return floorplan;
        section.Fault("floorplan", $"is \"{name}\", which is not among floorplans");
        return null;
    }

    private static List<MaterialRegion> ReadRegions(PresetSection layer, Rectangle die)
    {
        var regions = new List<MaterialRegion>();
        foreach (PresetSection section in layer.Sections("regions"))
        {
            var region = new MaterialRegion(section.Text("name"), ReadRectangle(section), ReadMaterial(section));
            if (!(region.Area.Width > 0 && region.Area.Height > 0)) section.Fault("w", $"and h give region \"{region.Name}\" no area");
            if (region.Area.Area - region.Area.Overlap(die) > 1e-6 * die.Area) section.Fault("name", $"is \"{region.Name}\", which reaches beyond the die");
            foreach (MaterialRegion other in regions.Where(r => r.Area.Overlap(region.Area) > 1e-6 * die.Area))
                section.Fault("name", $"is \"{region.Name}\", which overlaps region \"{other.Name}\"");
            regions.Add(region);
        }
        return regions;
    }

    private static Material ReadMaterial(PresetSection section)
    {
        double vertical = Positive(section, "conductivityWmK");
        double x = section.Has("conductivityXWmK") ? Positive(section, "conductivityXWmK") : vertical;
        double y = section.Has("conductivityYWmK") ? Positive(section, "conductivityYWmK") : x;
        return new Material(x, y, vertical, Positive(section, "volumetricHeatCapacityJm3K"));
    }

    private static CoolingPackage ReadPackage(PresetSection section, double die)
    {
        Slab spreader = ReadSlab(section.Section("spreader")), sink = ReadSlab(section.Section("sink"));
        if (spreader.Side <= die) section.Fault("spreader", $"is {spreader.Side} m wide; it should be larger than the die of {die} m");
        if (sink.Side <= spreader.Side) section.Fault("sink", $"is {sink.Side} m wide; it should be larger than the spreader of {spreader.Side} m");
        double capacitance = section.Get("convectionCapacitanceJK", 0.0);
        if (!(capacitance >= 0)) section.Fault("convectionCapacitanceJK", $"is {capacitance}; it is not negative");
        return new CoolingPackage(spreader, sink, Positive(section, "convectionResistanceKW"), capacitance);
    }

    private static Slab ReadSlab(PresetSection section) => new(Positive(section, "sideM"), Positive(section, "thicknessM"), ReadMaterial(section));

    private static double Positive(PresetSection section, string key)
    {
        double value = section.Get<double>(key);
        if (!section.Has(key) || (value > 0 && double.IsFinite(value))) return value > 0 && double.IsFinite(value) ? value : 1;
        section.Fault(key, $"is {value}; expected a positive number");
        return 1;
    }
}
