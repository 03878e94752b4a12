using System.Globalization;

namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>How sure a sampled run shall be of its metrics.</summary>
/// <param name="IsOn">Whether steps are simulated again at event fidelity and metrics carry intervals.</param>
/// <param name="HalfWidth">How wide the 95 % intervals of the main metrics may be to each side, as a share; 0 for whatever a small sample gives.</param>
public sealed record ConfidenceGoal(bool IsOn, double HalfWidth)
{
    /// <summary>A small sample, whatever its intervals.</summary>
    public static ConfidenceGoal Auto { get; } = new(IsOn: true, 0);

    /// <summary>No intervals.</summary>
    public static ConfidenceGoal Off { get; } = new(IsOn: false, 0);

    /// <summary>Reads "auto", "off" or a share such as "2 %".</summary>
    /// <exception cref="FormatException">It is none of these, or not between 0.01 % and 50 %.</exception>
    public static ConfidenceGoal Parse(string text)
    {
        if (text == "auto") return Auto;
        if (text == "off") return Off;
        bool isNumber = double.TryParse(text.TrimEnd().TrimEnd('%').TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent);
        if (!isNumber || !text.EndsWith('%') || percent is < 0.01 or > 50)
            throw new FormatException($"\"{text}\" is no confidence; expected auto, off or a width from 0.01 % to 50 %, such as 2%");
        return new ConfidenceGoal(IsOn: true, percent / 100);
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => !IsOn ? "off" : HalfWidth == 0 ? "auto" : string.Create(CultureInfo.InvariantCulture, $"{HalfWidth * 100:0.######}%");
}
