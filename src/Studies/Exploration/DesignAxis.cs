using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>One freedom of the silicon: values of presets that change together.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Values">The values of its first path, as written; at least one.</param>
/// <param name="AreaOfOne">Square metres of logic for each unit of the first path's value; 0 where the axis takes none.</param>
public sealed record DesignAxis(string Name, string Place, IReadOnlyList<string> Values, double AreaOfOne)
{
    /// <summary>[values, paths] what each value sets.</summary>
    public required IReadOnlyList<IReadOnlyList<PresetOverride>> Changes { get; init; }

    /// <summary>A value as a number with unit; null for words.</summary>
    internal Amount? AmountOf(int value) => Amount.Read(Values[value]);
}
