using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DeepStack.Sim.Core.Units;

/// <summary>The spellings of one physical dimension and their size in its base unit; reads and writes "16 ns".</summary>
internal sealed class UnitTable
{
    private readonly string _dimension;
    private readonly (string Symbol, decimal Size)[] _units;

    /// <param name="dimension">Name for messages, such as "duration".</param>
    /// <param name="units">Symbols with their size in the base unit, largest first.</param>
    public UnitTable(string dimension, params (string Symbol, decimal Size)[] units)
    {
        _dimension = dimension;
        _units = units;
    }

    /// <summary>Reads a number and a unit, separated by optional blanks.</summary>
    /// <returns>False, with <paramref name="error"/> saying why, if the text is no such quantity.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out decimal value, [NotNullWhen(false)] out string? error)
    {
        text = text.Trim();
        int end = LengthOfNumber(text);
        value = 0;
        if (end == 0 || !decimal.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return Fail($"\"{text}\" does not begin with a number", out error);
        ReadOnlySpan<char> symbol = text[end..].Trim();
        foreach ((string candidate, decimal size) in _units)
        {
            if (!symbol.SequenceEqual(candidate)) continue;
            value = number * size;
            error = null;
            return true;
        }
        string known = string.Join(", ", _units.Where(u => u.Symbol.Length > 0).Select(u => u.Symbol));
        return Fail($"\"{text}\" has no known unit of {_dimension}; expected one of {known}", out error);
    }

    /// <summary>Reads a quantity that must be a whole number of base units.</summary>
    public bool TryParseWhole(ReadOnlySpan<char> text, out long value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        if (!TryParse(text, out decimal exact, out error)) return false;
        if (exact != decimal.Truncate(exact))
            return Fail($"\"{text}\" is not a whole number of {_units[^1].Symbol}, the finest {_dimension} here", out error);
        if (exact is > long.MaxValue or < long.MinValue)
            return Fail($"\"{text}\" is out of range for a {_dimension}", out error);
        value = (long)exact;
        return true;
    }

    /// <summary>Writes a whole number of base units in the largest unit that loses nothing.</summary>
    public string Format(long value)
    {
        foreach ((string symbol, decimal size) in _units)
        {
            if (value != 0 && size == decimal.Truncate(size) && value % (long)size == 0)
                return $"{(value / (long)size).ToString(CultureInfo.InvariantCulture)} {symbol}".TrimEnd();
        }
        return $"{value.ToString(CultureInfo.InvariantCulture)} {_units[^1].Symbol}".TrimEnd();
    }

    /// <summary>Writes a continuous quantity in the largest unit in which it is at least one.</summary>
    public string Format(double value)
    {
        double magnitude = Math.Abs(value);
        foreach ((string symbol, decimal size) in _units)
        {
            if (magnitude >= (double)size)
                return $"{(value / (double)size).ToString("R", CultureInfo.InvariantCulture)} {symbol}".TrimEnd();
        }
        (string smallest, decimal unit) = _units[^1];
        return $"{(value / (double)unit).ToString("R", CultureInfo.InvariantCulture)} {smallest}".TrimEnd();
    }

    private static int LengthOfNumber(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is '.' or '-' or '+' || IsExponent(text, at))) at++;
        return at;
    }

    /// <summary>An "e" belongs to the number only when a digit or a signed digit follows, so that "1 EB" keeps its unit.</summary>
    private static bool IsExponent(ReadOnlySpan<char> text, int at) =>
        at > 0 && text[at] is 'e' or 'E' && at + 1 < text.Length
        && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '-' or '+' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));

    private static bool Fail(string message, out string error)
    {
        error = message;
        return false;
    }
}
