using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Validation;

/// <summary>Where the reference files of each area lie.</summary>
/// <remarks>
/// A root holds the folders "reference" and "traces": what was named, or the folder in DEEPSTACK_DATA, or ../shared. Files that
/// are part of the repository, in validation/AREA, serve where there is no root. A folder without "reference" is that of one area.
/// </remarks>
public sealed class ValidationData
{
    private const string Setting = "DEEPSTACK_DATA", Sibling = "../shared", Shipped = "validation";

    private readonly string? _root;
    private readonly string? _areaFolder;

    private ValidationData(string? root, string? areaFolder) => (_root, _areaFolder) = (root, areaFolder);

    /// <summary>Request traces below the root; null if there are none.</summary>
    public string? Traces => _root is null ? null : Existing(Path.Combine(_root, "traces"));

    /// <summary>Finds the data.</summary>
    /// <param name="named">What the user named; null for the places known.</param>
    /// <exception cref="PresetException">The folder that was named is not there.</exception>
    public static ValidationData Find(string? named)
    {
        string? folder = named ?? Environment.GetEnvironmentVariable(Setting);
        if (folder is not null && !Directory.Exists(folder)) throw new PresetException($"There is no folder \"{folder}\" with reference data ({(named is null ? Setting : "--data")}).");
        folder ??= Existing(Sibling);
        bool isRoot = folder is not null && Directory.Exists(Path.Combine(folder, "reference"));
        return isRoot ? new ValidationData(folder, null) : new ValidationData(null, folder);
    }

    /// <summary>The folder with an area's files; null if there is none.</summary>
    public string? FolderOf(IValidationArea area)
    {
        if (_areaFolder is not null) return _areaFolder;
        return (_root is null ? null : Existing(Path.Combine(_root, area.Folder))) ?? (area.IsInRepository ? Existing(Path.Combine(Shipped, area.Name)) : null);
    }

    private static string? Existing(string folder) => Directory.Exists(folder) ? folder : null;
}
