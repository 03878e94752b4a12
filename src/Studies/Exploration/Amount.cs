using System.Globalization;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>A number and the unit behind it, if any, as a space writes it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Unit">The unit; empty for a plain number.</param>
internal readonly record struct Amount(double Number, string Unit)
{
    /// <summary>Reads "132", "32 MiB" or "1.83 GHz"; null where no number comes first.</summary>
    public static Amount? Read(string text)
    {
        text = text.Trim();
        int end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '-')) end++;
        return double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? new Amount(number, text[end..].Trim()) : null;
    }
}
