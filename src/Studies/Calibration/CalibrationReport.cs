using System.Globalization;
using System.Text;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Tells people what a calibration found, in Markdown: before and after, residuals by kind and size, confidence, what matters among assumptions.</summary>
public static class CalibrationReport
{
    private const int NumbersShown = 12, WorstShown = 10;

    /// <summary>The report.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="assumed">The assumed numbers of the machine, those that matter most first.</param>
    /// <param name="source">How it was found.</param>
    public static string Write(CalibrationResult result, IReadOnlyList<AssumedNumber> assumed, string source)
    {
        var text = new StringBuilder();
        Line(text, $"# Calibration of {result.Platform.Name}\n\n{source}.\n");
        Line(text, $"Errors are |predicted / simulated - 1|, unweighted, over {result.Points.Count} points at event fidelity; \"left out\" is the error of points that the fit did not see (five folds).\n");
        WriteErrors(text, result);
        WriteParameters(text, result);
        WriteWorst(text, result);
        WriteAssumed(text, assumed);
        return text.ToString();
    }

    private static void WriteErrors(StringBuilder text, CalibrationResult result)
    {
        Line(text, $"| points | number | before: mean, p95 | after: mean, p95 | left out: mean, p95 | worst left out |\n| --- | --- | --- | --- | --- | --- |");
        WriteErrors(text, result, "all", _ => true);
        foreach (string kind in result.Points.Select(p => p.Kind).Distinct().Order(StringComparer.Ordinal))
        {
            WriteErrors(text, result, kind, p => p.Kind == kind);
            WriteErrors(text, result, $"{kind}, below 100 us", p => p.Kind == kind && p.Elapsed.Seconds < 1e-4);
            WriteErrors(text, result, $"{kind}, above", p => p.Kind == kind && p.Elapsed.Seconds >= 1e-4);
        }
    }

    private static void WriteErrors(StringBuilder text, CalibrationResult result, string name, Func<CalibrationPoint, bool> isMeant)
    {
        int[] meant = [.. Enumerable.Range(0, result.Points.Count).Where(i => isMeant(result.Points[i]))];
        if (meant.Length == 0) return;
        ErrorSummary before = Of(result.Before), after = Of(result.After), leftOut = Of(result.CrossValidated);
        Line(text, $"| {name} | {meant.Length} | {before.Mean:P2}, {before.NinetyFifth:P1} | {after.Mean:P2}, {after.NinetyFifth:P1} | {leftOut.Mean:P2}, {leftOut.NinetyFifth:P1} | {leftOut.Worst:P1} |");

        ErrorSummary Of(IReadOnlyList<double> residuals) => ErrorSummary.OfResiduals(meant.Select(i => residuals[i]));
    }

    private static void WriteParameters(StringBuilder text, CalibrationResult result)
    {
        Line(text, $"\n| parameter | nominal | fitted | confidence | what it is |\n| --- | --- | --- | --- | --- |");
        foreach (FittedParameter fitted in result.Fitted)
            Line(text, $"| {fitted.Parameter.Name} | {fitted.Parameter.Nominal} | {fitted.Value:G4} | {CalibrationFile.Confidence(fitted).TrimStart(',', ' ')} | {fitted.Parameter.Meaning} |");
    }

    /// <summary>Where the closed form fails is where its mechanisms end.</summary>
    private static void WriteWorst(StringBuilder text, CalibrationResult result)
    {
        Line(text, $"\n| points that stay worst | simulated | left out |\n| --- | --- | --- |");
        foreach (int i in Enumerable.Range(0, result.Points.Count).OrderByDescending(i => Math.Abs(result.CrossValidated[i])).Take(WorstShown))
            Line(text, $"| {result.Points[i].Name}, {result.Points[i].Bytes} | {result.Points[i].Elapsed.ToText()} | {Math.Exp(result.CrossValidated[i]) - 1:+0.0%;-0.0%;0%} |");
    }

    private static void WriteAssumed(StringBuilder text, IReadOnlyList<AssumedNumber> assumed)
    {
        if (assumed.Count == 0)
        {
            Line(text, $"\nNo number of this machine is assumed.");
            return;
        }
        Line(text, $"\nAssumed numbers that move steps most (a tenth more of each; {assumed.Count} are assumed, {assumed.Count(n => n.Change is null)} of them cannot be raised by themselves):\n");
        Line(text, $"| preset | number | value | step time |\n| --- | --- | --- | --- |");
        foreach (AssumedNumber number in assumed.Where(n => n.Change is not null).Take(NumbersShown))
            Line(text, $"| {number.Preset} | {number.Number.Path} | {number.Number.Value} | {number.Change:+0.00%;-0.00%;0%} |");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
