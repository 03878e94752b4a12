using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>How files and commands spell the policies.</summary>
public static class PolicyNames
{
    private static readonly string[] RefreshNames = ["none", "all-banks", "staggered", "per-bank"];
    private static readonly string[] RowNames = ["open", "closed", "timeout", "adaptive"];

    /// <summary>Names in the order of <see cref="RefreshMode"/>.</summary>
    public static IReadOnlyList<string> OfRefresh => RefreshNames;

    /// <summary>Names in the order of <see cref="RowPolicy"/>.</summary>
    public static IReadOnlyList<string> OfRows => RowNames;

    /// <summary>The refresh mode of a name.</summary>
    /// <exception cref="PresetException">There is none of that name.</exception>
    public static RefreshMode FindRefresh(string name) => (RefreshMode)IndexOf("refresh mode", name, RefreshNames);

    /// <summary>The row policy of a name.</summary>
    /// <exception cref="PresetException">There is none of that name.</exception>
    public static RowPolicy FindRows(string name) => (RowPolicy)IndexOf("row policy", name, RowNames);

    private static int IndexOf(string what, string name, string[] names)
    {
        int index = Array.IndexOf(names, name);
        return index >= 0 ? index : throw new PresetException($"There is no {what} \"{name}\".{Spelling.DidYouMean(name, names)} Known: {string.Join(", ", names)}.");
    }
}
