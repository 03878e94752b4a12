using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Network;

/// <summary>One slice of the grid: a layer, or a part of a thick one, over a rectangle of columns and rows.</summary>
internal sealed record GridSlab
{
    /// <summary>The layer it belongs to.</summary>
    public required string Layer { get; init; }

    /// <summary>Metres.</summary>
    public required double Thickness { get; init; }

    /// <summary>What it is made of, save for the regions.</summary>
    public required Material Material { get; init; }

    /// <summary>Parts made of something else.</summary>
    public IReadOnlyList<MaterialRegion> Regions { get; init; } = [];

    /// <summary>Share of the thickness between the node and the cooled face; one puts the node on the far face, a half in the middle.</summary>
    public required double Above { get; init; }

    /// <summary>Grid cells that the slice fills.</summary>
    public required GridSpan Span { get; init; }

    /// <summary>The number of its first node.</summary>
    public int FirstNode { get; init; }

    /// <summary>The node of a cell.</summary>
    public int NodeAt(int column, int row) => FirstNode + (row - Span.Bottom) * Span.Columns + column - Span.Left;
}
