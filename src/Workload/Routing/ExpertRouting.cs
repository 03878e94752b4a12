using System.Globalization;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Workload.Routing;

/// <summary>How tokens choose their experts: a property of the workload, which no machine can know.</summary>
/// <remarks>
/// Written as "uniform" (every token chooses by itself, all experts equally liked), "balanced" (experts in turn), "power-law:A" (by
/// itself; the expert of popularity rank r is liked in proportion to r^-A), "correlated:A" (T tokens choose like T^A independent ones
/// would, the others follow them), or "file:PATH" (by itself; popularities are the recorded counts of a CSV file with the columns
/// expert and tokens).
/// </remarks>
public sealed record ExpertRouting
{
    private ExpertRouting(string text) => Text = text;

    /// <summary>Independent tokens, all experts equally liked.</summary>
    public static ExpertRouting Uniform { get; } = new("uniform");

    /// <summary>The words of a scenario for it.</summary>
    public string Text { get; }

    /// <summary>Whether experts are taken in turn.</summary>
    public bool IsBalanced { get; private init; }

    /// <summary>The exponent of popularity; 0 where all experts are equally liked.</summary>
    public double PopularityExponent { get; private init; }

    /// <summary>T tokens choose like T to this power independent ones; 1 for independent tokens.</summary>
    public double IndependenceExponent { get; private init; } = 1;

    /// <summary>Recorded popularities by expert number; empty where they follow a law.</summary>
    public IReadOnlyList<double> Recorded { get; private init; } = [];

    /// <summary>Reads a distribution.</summary>
    /// <exception cref="PresetException">The words are not known, a number is out of its range, or the file cannot be used.</exception>
    public static ExpertRouting Parse(string text)
    {
        string[] words = text.Split(':', 2);
        return (words[0], words.Length) switch
        {
            ("uniform", 1) => Uniform,
            ("balanced", 1) => new ExpertRouting(text) { IsBalanced = true },
            ("power-law", 2) => new ExpertRouting(text) { PopularityExponent = NumberOf(text, words[1], 0, 2) },
            ("correlated", 2) => new ExpertRouting(text) { IndependenceExponent = NumberOf(text, words[1], 0, 1) },
            ("file", 2) => new ExpertRouting(text) { Recorded = ReadCounts(words[1]) },
            _ => throw new PresetException($"Expert routing \"{text}\" is not known. Known: uniform, balanced, power-law:EXPONENT, correlated:EXPONENT, file:PATH."),
        };
    }

    /// <summary>How much each expert is liked, by expert number; not normalised.</summary>
    /// <param name="experts">Experts there are.</param>
    /// <exception cref="PresetException">Recorded popularities are of another number of experts.</exception>
    public IReadOnlyList<double> PopularityOf(int experts)
    {
        if (Recorded.Count > 0 && Recorded.Count != experts)
            throw new PresetException($"Expert routing \"{Text}\" records {Recorded.Count} experts; the model has {experts}.");
        if (Recorded.Count > 0) return Recorded;
        var law = new double[experts];
        for (int i = 0; i < experts; i++) law[i] = Core.Randomness.ReproducibleMath.Pow(i + 1, -PopularityExponent);
        return law;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static double NumberOf(string text, string number, double least, double most) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw new PresetException(FormattableString.Invariant($"Expert routing \"{text}\" needs an exponent from {least} to {most}."));

    private static double[] ReadCounts(string path)
    {
        if (!File.Exists(path)) throw new PresetException($"Expert routing file \"{path}\" does not exist.");
        var counts = new SortedDictionary<int, double>();
        int line = 0;
        foreach (string row in File.ReadLines(path))
        {
            if (++line == 1 && row.Trim() != "expert,tokens") throw new PresetException($"{path}:1: expected the columns \"expert,tokens\".");
            if (line == 1 || row.Trim().Length == 0) continue;
            string[] cells = row.Split(',');
            if (cells.Length != 2 || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out int expert)
                || !double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double tokens) || !(tokens >= 0) || !double.IsFinite(tokens))
                throw new PresetException($"{path}:{line}: \"{row}\" is not an expert's number and its count of tokens.");
            if (!counts.TryAdd(expert, tokens)) throw new PresetException($"{path}:{line}: expert {expert} is there twice.");
        }
        if (counts.Count == 0 || counts.Keys.Last() != counts.Count - 1 || !counts.Values.Any(c => c > 0))
            throw new PresetException($"{path} must give every expert from 0 on, at least one of them with tokens.");
        return [.. counts.Values];
    }
}
