using System.Globalization;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>A formula over named timings: sums and differences of whole numbers, names, products with a number, max(a, b) and brackets.</summary>
public sealed class TimingExpression
{
    private readonly string _text;
    private readonly Func<string, long> _valueOf;
    private int _at;

    private TimingExpression(string text, Func<string, long> valueOf)
    {
        _text = text;
        _valueOf = valueOf;
    }

    /// <summary>Evaluates a formula.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    /// <exception cref="KeyNotFoundException">It names a timing that is not given.</exception>
    public static long Evaluate(string text, TimingTable timings)
    {
        var expression = new TimingExpression(text, name => timings[name]);
        return expression.Whole();
    }

    /// <summary>The timings that a formula names, in order of appearance.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static IReadOnlyList<string> NamesIn(string text)
    {
        var names = new List<string>();
        var expression = new TimingExpression(text, name =>
        {
            names.Add(name);
            return 0;
        });
        expression.Whole();
        return names;
    }

    private long Whole()
    {
        long value = Sum();
        return _at == _text.Length ? value : throw Unexpected();
    }

    private long Sum()
    {
        long value = Product();
        while (true)
        {
            if (Take('+')) value += Product();
            else if (Take('-')) value -= Product();
            else return value;
        }
    }

    private long Product()
    {
        long value = Factor();
        while (Take('*')) value *= Factor();
        return value;
    }

    private long Factor()
    {
        if (Take('(')) return Closed(Sum());
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
        string word = _text[start.._at];
        if (word.Length == 0) throw Unexpected();
        if (char.IsAsciiDigit(word[0])) return long.Parse(word, CultureInfo.InvariantCulture);
        return word == "max" && Take('(') ? Largest() : Named(word);
    }

    private long Named(string word)
    {
        long value = _valueOf(word);
        SkipSpace();
        return value;
    }

    private long Largest()
    {
        long value = Sum();
        while (Take(',')) value = Math.Max(value, Sum());
        return Closed(value);
    }

    private long Closed(long value) => Take(')') ? value : throw Unexpected();

    private bool Take(char expected)
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != expected) return false;
        _at++;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] == ' ') _at++;
    }

    private FormatException Unexpected() =>
        new(_at < _text.Length ? $"\"{_text}\" cannot be read at \"{_text[_at..]}\"" : $"\"{_text}\" ends too early");
}
