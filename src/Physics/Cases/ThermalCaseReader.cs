using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Laws;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Physics.Cases;

/// <summary>Reads thermal cases: JSON in SI units, as <c>validation/thermal</c> describes them. All faults of a file are reported at once.</summary>
/// <remarks>JSON is read as the YAML that it also is, so that messages can name the line.</remarks>
public static class ThermalCaseReader
{
    private static readonly string[] KnownKeys =
    [
        "id", "peer", "group", "notes", "dieWidthM", "dieHeightM", "grid", "ambientK", "layers", "floorplans", "power", "package", "topHtcWm2K",
        "bottomHtcWm2K", "transient", "limitK", "leakage", "expected", "expectedFinalAvgK",
    ];

    private static readonly string[] KnownTransientKeys = ["stepS", "steps", "initialK", "segments"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="PresetException">There is no such file, or something in it is wrong.</exception>
    public static ThermalCase ReadFile(string path)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no file \"{path}\".");
        return Read(path, File.ReadAllText(path));
    }

    /// <summary>Reads JSON text.</summary>
    /// <param name="file">The name to show in messages.</param>
    /// <param name="text">The JSON.</param>
    /// <exception cref="PresetException">Something is wrong; the message has a line for every fault.</exception>
    public static ThermalCase Read(string file, string text)
    {
        PresetDocument document = PresetDocument.Parse(file, text);
        PresetSection root = document.Root;
        PassRemarks(root, KnownKeys);
        StackSpec stack = StackReader.Read(root);
        string peer = root.Text("peer", "hotspot");
        if (peer is not ("hotspot" or "3d-ice")) root.Fault("peer", $"is \"{peer}\"; expected hotspot (nodes on far faces) or 3d-ice (nodes at mid-plane)");
        var result = new ThermalCase
        {
            Id = root.Text("id", Path.GetFileNameWithoutExtension(file)),
            Stack = stack,
            Powers = ReadPowers(root, stack),
            Convention = peer == "hotspot" ? NodeConvention.FarFace : NodeConvention.MidPlane,
            Transient = root.OptionalSection("transient") is { } transient ? ReadTransient(transient) : null,
            Limit = root.Has("limitK") ? ReadLimit(root, stack) : null,
            Leakages = [.. root.Sections("leakage").Select(s => ReadLeakage(s, stack))],
            Expected = ReadExpected(root),
        };
        document.Finish();
        return result;
    }

    /// <summary>A key that resembles none of ours is a remark of the case's author; one that does is a slip of the pen and stays a fault.</summary>
    private static void PassRemarks(PresetSection section, string[] known)
    {
        foreach (string key in section.Keys.Where(k => known.Contains(k) || Spelling.DidYouMean(k, known).Length == 0)) section.Has(key);
    }

    private static List<BlockPower> ReadPowers(PresetSection root, StackSpec stack)
    {
        var powers = new List<BlockPower>();
        PresetSection section = root.Section("power");
        foreach (string layer in section.Keys)
        {
            if (FloorplanOf(section, layer, layer, stack) is not { } floorplan || section.OptionalSection(layer) is not { } blocks) continue;
            foreach (string block in blocks.Keys)
            {
                double watts = blocks.Get<double>(block);
                CheckBlock(blocks, block, floorplan, block);
                if (!double.IsFinite(watts) || watts < 0) blocks.Fault(block, $"is {watts} W; a power is not negative");
                else powers.Add(new BlockPower(layer, block, Power.FromWatts(watts)));
            }
        }
        return powers;
    }

    private static BlockLeakage ReadLeakage(PresetSection section, StackSpec stack)
    {
        string layer = section.Text("layer"), block = section.Text("block");
        if (FloorplanOf(section, "layer", layer, stack) is { } floorplan) CheckBlock(section, "block", floorplan, block);
        double watts = section.Get<double>("powerW"), doubling = section.Get<double>("doublingK");
        if (watts < 0) section.Fault("powerW", $"is {watts} W; a power is not negative");
        if (doubling <= 0) section.Fault("doublingK", $"is {doubling} K; expected a positive number");
        return new BlockLeakage(layer, block, new LeakageLaw(Power.FromWatts(watts), Celsius.FromKelvin(section.Get<double>("referenceK")), doubling));
    }

    private static Floorplan? FloorplanOf(PresetSection section, string key, string layer, StackSpec stack)
    {
        if (stack.Layers.FirstOrDefault(l => l.Name == layer) is not { } found)
            section.Fault(key, $"names a layer that does not exist: \"{layer}\"; the layers are {Listed(stack.Layers.Select(l => l.Name))}");
        else if (found.Floorplan is null)
            section.Fault(key, $"gives power to layer \"{layer}\", which has no floorplan; add one to the layer");
        else
            return found.Floorplan;
        return null;
    }

    private static void CheckBlock(PresetSection section, string key, Floorplan floorplan, string block)
    {
        if (floorplan.Blocks.All(b => b.Name != block))
            section.Fault(key, $"names a block that does not exist: \"{block}\"; the blocks of floorplan \"{floorplan.Name}\" are {Listed(floorplan.Blocks.Select(b => b.Name))}");
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names);

    private static TransientSpec ReadTransient(PresetSection section)
    {
        PassRemarks(section, KnownTransientKeys);
        double step = section.Get<double>("stepS"), initial = section.Get<double>("initialK");
        if (section.Has("stepS") && step is not (>= 1e-9 and <= 1e5)) section.Fault("stepS", $"is {step} s; expected between 1e-9 and 1e5");
        if (section.Has("initialK") && initial is not (> 0 and < 2000)) section.Fault("initialK", $"is {initial} K; expected a temperature in kelvin");
        PowerSegment[] segments = [.. section.Sections("segments").Select(ReadSegment)];
        if (segments.Length == 0) segments = [new PowerSegment(section.Integer("steps", min: 1), [])];
        else if (section.Has("steps") && section.Integer("steps", min: 1) != segments.Sum(s => s.Steps))
            section.Fault("steps", $"is not the sum of the segments' steps, {segments.Sum(s => s.Steps)}");
        return new TransientSpec(Duration.FromSeconds(step is >= 1e-9 and <= 1e5 ? step : 1), Celsius.FromKelvin(initial), segments);
    }

    private static PowerSegment ReadSegment(PresetSection section)
    {
        PresetSection? scale = section.OptionalSection("scale");
        List<(string Prefix, double Factor)> scales = scale is null ? [] : [.. scale.Keys.Select(key => (key, scale.Get<double>(key)))];
        foreach ((string prefix, double factor) in scales.Where(s => !double.IsFinite(s.Factor) || s.Factor < 0)) scale!.Fault(prefix, $"is {factor}; a multiplier is not negative");
        return new PowerSegment(section.Integer("steps", min: 1), scales);
    }

    private static Celsius ReadLimit(PresetSection root, StackSpec stack)
    {
        Celsius limit = Celsius.FromKelvin(root.Get<double>("limitK"));
        if (!double.IsFinite(limit.Kelvin)) root.Fault("limitK", $"is {limit.Kelvin} K; expected a number");
        else if (limit <= stack.Ambient) root.Fault("limitK", $"is {limit.Kelvin} K, not above the ambient of {stack.Ambient.Kelvin} K: the device could never run");
        return limit;
    }

    private static List<ExpectedTemperature> ReadExpected(PresetSection root)
    {
        var expected = new List<ExpectedTemperature>();
        if (root.OptionalSection("expected") is { } steady)
        {
            foreach (string layer in steady.Keys)
            {
                PresetSection values = steady.Section(layer);
                expected.Add(new ExpectedTemperature(layer, Celsius.FromKelvin(values.Get<double>("avgK")), Optional(values, "maxK"), Optional(values, "minK")));
            }
        }
        if (root.OptionalSection("expectedFinalAvgK") is { } final)
            expected.AddRange(final.Keys.Select(layer => new ExpectedTemperature(layer, Celsius.FromKelvin(final.Get<double>(layer)), null, null)));
        return expected;
    }

    private static Celsius? Optional(PresetSection section, string key) => section.Has(key) ? Celsius.FromKelvin(section.Get<double>(key)) : null;
}
