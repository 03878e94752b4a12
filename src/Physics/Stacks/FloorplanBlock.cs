namespace DeepStack.Sim.Physics.Stacks;

/// <summary>A block of a floorplan: power given to it spreads evenly over its area.</summary>
/// <param name="Name">Unique in its floorplan.</param>
/// <param name="Area">Where it lies.</param>
public sealed record FloorplanBlock(string Name, Rectangle Area)
{
    /// <summary>What it does in a machine; null where the file does not say.</summary>
    public BlockRole? Role { get; init; }
}
