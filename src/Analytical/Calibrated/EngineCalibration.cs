using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Analytical.Calibrated;

/// <summary>What a calibration found for one machine: an overlay over the nominal closed form, and the sizes it rests on.</summary>
/// <param name="Name">The file, as messages show it.</param>
/// <param name="Platform">The machine's name.</param>
/// <param name="Parameters">The fitted values.</param>
/// <param name="Ranges">The sizes seen, by kind of work.</param>
public sealed record EngineCalibration(string Name, string Platform, EngineParameters Parameters, IReadOnlyList<CalibratedRange> Ranges)
{
    /// <summary>The version of the file format.</summary>
    public const int FormatVersion = 1;

    /// <summary>Reads an overlay for a machine.</summary>
    /// <param name="path">The YAML file that <c>deepstack calibrate</c> wrote.</param>
    /// <param name="platform">The machine it is to be used with.</param>
    /// <exception cref="PresetException">It cannot be read, holds values that make no sense, or was made for another machine or another version of it.</exception>
    public static EngineCalibration Open(string path, PlatformSpec platform)
    {
        if (!File.Exists(path)) throw new PresetException($"There is no calibration \"{path}\". deepstack calibrate makes one.");
        PresetDocument document = PresetDocument.Parse(path, File.ReadAllText(path));
        PresetSection root = document.Root;
        root.Integer("calibration", FormatVersion, FormatVersion);
        string name = root.Text("platform"), hash = root.Text("platform_hash");
        if (name != platform.Name) root.Fault("platform", $"is \"{name}\"; this run is on {platform.Name}. Calibrate {platform.Name} with deepstack calibrate");
        else if (hash != HashOf(platform)) root.Fault("platform_hash", $"is that of another version of {name}, whose presets have changed since. Calibrate it again");
        EngineParameters parameters = ReadParameters(root.Section("parameters"));
        CalibratedRange[] ranges = [.. root.Sections("ranges").Select(ReadRange)];
        if (!root.Flag("complete", otherwise: false)) root.Fault("complete", "is missing: the file was cut off. Calibrate again");
        document.Finish();
        return new EngineCalibration(path, name, parameters, ranges);
    }

    /// <summary>A hash of all presets that a machine was read from.</summary>
    public static string HashOf(PlatformSpec platform) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', platform.Presets.Select(p => p.Hash)))));

    /// <summary>Whether work of a kind and size lies within what the calibration saw.</summary>
    public bool Covers(string kind, Bytes bytes, Flops work)
    {
        foreach (CalibratedRange range in Ranges)
        {
            if (range.Kind == kind) return range.Covers(bytes, work);
        }
        return false;
    }

    private static EngineParameters ReadParameters(PresetSection section) => EngineParameters.Of(EngineParameter.All.Select(parameter =>
    {
        double value = section.Get<double>(parameter.Name);
        if (!(value >= parameter.Least && value <= parameter.Most)) section.Fault(parameter.Name, $"is {value}; expected {parameter.Least} to {parameter.Most}");
        return value;
    }));

    private static CalibratedRange ReadRange(PresetSection section) => new(
        section.Text("kind_of_work"),
        section.Get<Bytes>("least_bytes"),
        section.Get<Bytes>("most_bytes"),
        Flops.FromCount(section.Get<double>("least_work")),
        Flops.FromCount(section.Get<double>("most_work")));
}
