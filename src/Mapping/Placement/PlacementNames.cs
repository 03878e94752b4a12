namespace DeepStack.Sim.Mapping.Placement;

/// <summary>What placements are called in files and on the command line.</summary>
public static class PlacementNames
{
    /// <summary>All, in the order of <see cref="DataPlacement"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["striped", "near", "replicated"];

    /// <summary>The name of a placement.</summary>
    public static string Of(DataPlacement placement) => All[(int)placement];
}
