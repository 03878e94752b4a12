using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DeepStack.Sim.Core.Units;

/// <summary>The spellings of one physical dimension and their size in its base unit; reads and writes "16 ns".</summary>
/// <remarks>Whole quantities are read in exact decimal arithmetic, continuous ones to the nearest double, so that what was written reads back the same.</remarks>
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

    /// <summary>Reads a continuous quantity: a number and a unit, separated by optional blanks.</summary>
    /// <returns>False, with <paramref name="error"/> saying why, if the text is no such quantity.</returns>
    public bool TryParse(ReadOnlySpan<char> text, out double value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        if (!TrySplit(text, out ReadOnlySpan<char> number, out decimal size, out error)) return false;
        int mantissaEnd = number.IndexOfAny('e', 'E');
        int exponent = 0;
        // Mantissa times size is exact in 28 digits; only the last step, from text to double, rounds.
        if (!decimal.TryParse(mantissaEnd < 0 ? number : number[..mantissaEnd], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal mantissa)
            || (mantissaEnd >= 0 && !int.TryParse(number[(mantissaEnd + 1)..], CultureInfo.InvariantCulture, out exponent)))
            return Fail($"\"{text}\" does not begin with a number that fits", out error);
        (decimal digits, int power) = Decompose(size);
        if (Math.Abs(mantissa) > decimal.MaxValue / digits) return Fail($"\"{text}\" is out of range for a {_dimension}", out error);
        value = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{mantissa * digits}e{(long)exponent + power}"), CultureInfo.InvariantCulture);
        return double.IsFinite(value) || Fail($"\"{text}\" is out of range for a {_dimension}", out error);
    }

    /// <summary>Reads a quantity that must be a whole number of base units.</summary>
    public bool TryParseWhole(ReadOnlySpan<char> text, out long value, [NotNullWhen(false)] out string? error)
    {
        value = 0;
        if (!TrySplit(text, out ReadOnlySpan<char> number, out decimal size, out error)) return false;
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal count))
            return Fail($"\"{text}\" does not begin with a number that fits", out error);
        if (Math.Abs(count) > decimal.MaxValue / Math.Max(size, 1))
            return Fail($"\"{text}\" is out of range for a {_dimension}", out error);
        decimal exact = count * size;
        if (exact != decimal.Truncate(exact))
            return Fail($"\"{text}\" is not a whole number{(_units[^1].Symbol.Length > 0 ? $" of {_units[^1].Symbol}" : "")}, the finest {_dimension} here", out error);
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
            if (value != 0 && value % (long)size == 0)
                return $"{(value / (long)size).ToString(CultureInfo.InvariantCulture)} {symbol}".TrimEnd();
        }
        return $"{value.ToString(CultureInfo.InvariantCulture)} {_units[^1].Symbol}".TrimEnd();
    }

    /// <summary>Writes a whole number of base units to four digits in the largest unit in which it is at least one; does not read back the same.</summary>
    public string Round(long value)
    {
        foreach ((string symbol, decimal size) in _units)
        {
            if (Math.Abs((decimal)value) >= size) return $"{((double)(value / size)).ToString("G4", CultureInfo.InvariantCulture)} {symbol}";
        }
        return Format(value);
    }

    /// <summary>Writes a continuous quantity in the largest unit in which it is at least one and reads back the same.</summary>
    public string Format(double value)
    {
        double magnitude = Math.Abs(value);
        foreach ((string symbol, decimal size) in _units)
        {
            if (magnitude < (double)size) continue;
            string text = $"{(value / (double)size).ToString("R", CultureInfo.InvariantCulture)} {symbol}";
            if (TryParse(text, out double back, out _) && back == value) return text;
        }
        string symbolOfBase = Array.Find(_units, u => u.Size == 1).Symbol;
        return $"{value.ToString("R", CultureInfo.InvariantCulture)} {symbolOfBase}";
    }

    private bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> number, out decimal size, [NotNullWhen(false)] out string? error)
    {
        text = text.Trim();
        int end = LengthOfNumber(text);
        number = text[..end];
        size = 0;
        error = null;
        if (end == 0) return Fail($"\"{text}\" does not begin with a number", out error);
        ReadOnlySpan<char> symbol = text[end..].Trim();
        foreach ((string candidate, decimal candidateSize) in _units)
        {
            if (!symbol.SequenceEqual(candidate)) continue;
            size = candidateSize;
            return true;
        }
        return Fail($"\"{text}\" has no known unit of {_dimension}; expected {KnownSymbols()}", out error);
    }

    private string KnownSymbols()
    {
        string symbols = string.Join(", ", _units.Where(u => u.Symbol.Length > 0).Select(u => u.Symbol));
        return symbols.Length > 0 ? $"one of {symbols}" : "a bare number";
    }

    /// <summary>Parts a size into digits and a power of ten: 125 and 9 for 1.25e11.</summary>
    private static (decimal Digits, int Exponent) Decompose(decimal size)
    {
        int exponent = 0;
        for (; size != decimal.Truncate(size); size *= 10) exponent--;
        for (; size % 10 == 0; size /= 10) exponent++;
        return (size, exponent);
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
