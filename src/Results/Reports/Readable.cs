using System.Globalization;

namespace DeepStack.Sim.Results.Reports;

/// <summary>Numbers as people read them: three digits and a fitting unit.</summary>
internal static class Readable
{
    private static readonly (double Factor, string Unit)[] Times = [(3.6e15, "h"), (6e13, "min"), (1e12, "s"), (1e9, "ms"), (1e6, "us"), (1e3, "ns"), (1, "ps")];
    private static readonly (double Factor, string Prefix)[] Prefixes = [(1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "u"), (1e-9, "n"), (1e-12, "p")];

    public static string Time(double picoseconds)
    {
        if (picoseconds == 0) return "0";
        foreach ((double factor, string unit) in Times)
        {
            if (Math.Abs(picoseconds) >= factor * (unit is "h" or "min" ? 2 : 1)) return $"{Digits(picoseconds / factor)} {unit.Replace('u', 'µ')}";
        }
        return $"{Digits(picoseconds)} ps";
    }

    public static string Quantity(double value, string unit)
    {
        if (value == 0) return $"0 {unit}";
        foreach ((double factor, string prefix) in Prefixes)
        {
            if (Math.Abs(value) >= factor) return $"{Digits(value / factor)} {prefix}{unit}".TrimEnd();
        }
        return $"{value.ToString("G3", CultureInfo.InvariantCulture)} {unit}";
    }

    public static string Count(double value) => Math.Abs(value) < 100 && value != Math.Truncate(value) ? Digits(value) : value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => $"{Digits(share * 100)} %";

    /// <summary>Three significant digits, never in exponents.</summary>
    public static string Digits(double value)
    {
        double magnitude = Math.Abs(value);
        string format = magnitude >= 100 ? "#,0" : magnitude >= 10 ? "0.#" : magnitude >= 1 ? "0.##" : magnitude >= 0.01 ? "0.###" : "0.#####";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
