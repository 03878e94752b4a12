using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>An axis compared with a number or with another axis.</summary>
internal sealed class AxisComparison
{
    private static readonly string[] Signs = ["<=", ">=", "<", ">", "="];

    private readonly IReadOnlyList<DesignAxis> _axes;
    private readonly int _left;
    private readonly string _sign;
    private readonly int _right;
    private readonly double _number;

    private AxisComparison(IReadOnlyList<DesignAxis> axes, int left, string sign, int right, double number) =>
        (_axes, _left, _sign, _right, _number) = (axes, left, sign, right, number);

    /// <summary>Whether it holds.</summary>
    /// <param name="choice">[axes] the place of the value of each axis.</param>
    public bool Holds(IReadOnlyList<int> choice)
    {
        double left = NumberOf(_left, choice), right = _right < 0 ? _number : NumberOf(_right, choice);
        return _sign switch { "<=" => left <= right, ">=" => left >= right, "<" => left < right, ">" => left > right, _ => left == right };
    }

    /// <summary>Reads a text such as "buffer &gt; 128 KiB"; null after noting a fault.</summary>
    public static AxisComparison? Read(PresetSection section, string key, IReadOnlyList<DesignAxis> axes)
    {
        string text = section.Text(key);
        string? sign = Signs.FirstOrDefault(s => text.Contains(s, StringComparison.Ordinal));
        string[] sides = sign is null ? [] : text.Split(sign, 2, StringSplitOptions.TrimEntries);
        if (sign is null) return Refuse("expected an axis, one of <= >= < > =, and a number or another axis, such as \"cores >= 96\"");
        int left = PlaceOf(sides[0]), right = PlaceOf(sides[1]);
        if (left < 0) return Refuse($"expected the name of an axis before {sign}.{Spelling.DidYouMean(sides[0], axes.Select(a => a.Name))} Axes: {string.Join(", ", axes.Select(a => a.Name))}");
        Amount? other = right < 0 ? Amount.Read(sides[1]) : axes[right].AmountOf(0);
        if (UnitOf(axes[left]) is not { } unit || (right >= 0 && UnitOf(axes[right]) is null)) return Refuse("expected an axis whose values are numbers of one unit");
        if (other is not { } amount) return Refuse($"expected a number or the name of an axis after {sign}.{Spelling.DidYouMean(sides[1], axes.Select(a => a.Name))}");
        if (amount.Unit != unit) return Refuse($"compares \"{unit}\" with \"{amount.Unit}\"; expected the same unit on both sides");
        return new AxisComparison(axes, left, sign, right, amount.Number);

        int PlaceOf(string name) => axes.ToList().FindIndex(axis => axis.Name == name);

        AxisComparison? Refuse(string expected)
        {
            if (section.Has(key)) section.Fault(key, $"is \"{text}\"; {expected}");
            return null;
        }
    }

    /// <summary>The unit of all values of an axis; null where they have none in common.</summary>
    internal static string? UnitOf(DesignAxis axis)
    {
        string?[] units = [.. Enumerable.Range(0, axis.Values.Count).Select(i => axis.AmountOf(i)?.Unit).Distinct()];
        return units.Length == 1 ? units[0] : null;
    }

    private double NumberOf(int axis, IReadOnlyList<int> choice) => _axes[axis].AmountOf(choice[axis])!.Value.Number;
}
