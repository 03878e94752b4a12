using System.Globalization;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The sizes of an operator as the user wrote them: <c>m=64,n=8192,k=8192</c>.</summary>
internal sealed class OperatorShape
{
    private const int Most = 1 << 24;

    private readonly Dictionary<string, string> _values = [];
    private readonly string _kind;

    /// <param name="kind">The operator, for messages.</param>
    /// <param name="text">What the user wrote.</param>
    /// <param name="keys">The sizes that the operator has.</param>
    /// <exception cref="PresetException">A size is written wrongly, twice, or unknown.</exception>
    public OperatorShape(string kind, string text, IReadOnlyList<string> keys)
    {
        _kind = kind;
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            if (pair.Length != 2) throw new PresetException($"--shape has \"{part}\"; expected sizes such as {keys[0]}=64.");
            if (!keys.Contains(pair[0])) throw new PresetException($"{kind} has no size \"{pair[0]}\".{Spelling.DidYouMean(pair[0], keys)} Its sizes: {string.Join(", ", keys)}.");
            if (!_values.TryAdd(pair[0], pair[1])) throw new PresetException($"--shape gives {pair[0]} twice.");
        }
    }

    /// <summary>A count; the default where it is left out.</summary>
    public int Count(string key, int? otherwise = null, int least = 1)
    {
        if (!_values.TryGetValue(key, out string? text)) return otherwise ?? throw Missing(key, "a number");
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= Most
            ? value
            : throw new PresetException($"--shape: {key} is \"{text}\"; expected a number between {least} and {Most}.");
    }

    /// <summary>An amount of data.</summary>
    public Bytes Size(string key)
    {
        string text = _values.GetValueOrDefault(key) ?? throw Missing(key, "a size such as 16MiB");
        string spaced = char.IsAsciiDigit(text[^1]) ? $"{text} B" : text;
        return Bytes.TryParse(spaced, CultureInfo.InvariantCulture, out Bytes size) && size > Bytes.Zero
            ? size
            : throw new PresetException($"--shape: {key} is \"{text}\"; expected a size such as 16MiB.");
    }

    private PresetException Missing(string key, string what) => new($"--shape says nothing of {key}, which {_kind} needs; expected {what}.");
}
