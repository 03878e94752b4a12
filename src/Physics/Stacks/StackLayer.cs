namespace DeepStack.Sim.Physics.Stacks;

/// <summary>One layer of a stack: a die, a bond, a metal layer, an interposer, an interface material.</summary>
/// <param name="Name">Unique in its stack.</param>
/// <param name="Thickness">Metres; positive.</param>
/// <param name="Material">What it is made of, save for its regions.</param>
public sealed record StackLayer(string Name, double Thickness, Material Material)
{
    /// <summary>Where its power goes; null for a layer that spends none.</summary>
    public Floorplan? Floorplan { get; init; }

    /// <summary>Parts made of something else; they do not overlap.</summary>
    public IReadOnlyList<MaterialRegion> Regions { get; init; } = [];

    /// <summary>What a block of this layer does: what its file says, else DRAM in layers whose name begins with "dram" and computing elsewhere.</summary>
    public BlockRole RoleOf(FloorplanBlock block) =>
        block.Role ?? (Name.StartsWith("dram", StringComparison.Ordinal) ? BlockRole.Dram : BlockRole.Compute);
}
