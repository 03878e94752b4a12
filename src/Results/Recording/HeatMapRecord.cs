using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>Temperatures over an area at an instant.</summary>
public sealed record HeatMapRecord
{
    /// <summary>The device.</summary>
    public required int Track { get; init; }

    /// <summary>What is shown, such as "DRAM die 3" or "section through the stack".</summary>
    public required string Name { get; init; }

    /// <summary>When.</summary>
    public required SimTime At { get; init; }

    /// <summary>Cells from top to bottom.</summary>
    public required int Rows { get; init; }

    /// <summary>Cells from left to right.</summary>
    public required int Columns { get; init; }

    /// <summary>Names of the rows, such as the layers of a section; empty where they need none.</summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>Temperatures [rows, columns], row-major, the upper left cell first.</summary>
    public required IReadOnlyList<Celsius> Cells { get; init; }
}
