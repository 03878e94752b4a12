using System.Globalization;
using System.Text;
using DeepStack.Sim.Analytical.Calibrated;

namespace DeepStack.Sim.Studies.Calibration;

/// <summary>Writes the overlay that <see cref="EngineCalibration.Open"/> reads.</summary>
public static class CalibrationFile
{
    /// <summary>The overlay as YAML.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="source">How it was found: the command and the version of the program.</param>
    public static string Write(CalibrationResult result, string source)
    {
        var text = new StringBuilder();
        Line($"# The closed form of {result.Platform.Name} as event fidelity corrects it; the presets stay as they are.");
        Line($"calibration: {EngineCalibration.FormatVersion}");
        Line($"platform: \"{result.Platform.Name}\"");
        Line($"platform_hash: \"{EngineCalibration.HashOf(result.Platform)}\"");
        Line($"parameters:");
        Line($"  kind: fitted");
        Line($"  source: \"{source}\"");
        foreach (FittedParameter fitted in result.Fitted)
            Line($"  {fitted.Parameter.Name}: {fitted.Value:R} # {fitted.Parameter.Meaning}{Confidence(fitted)}");
        Line($"ranges:");
        foreach (CalibratedRange range in result.Ranges)
        {
            Line($"  - kind_of_work: {range.Kind}");
            Line($"    least_bytes: {range.LeastBytes.Count} B");
            Line($"    most_bytes: {range.MostBytes.Count} B");
            Line($"    least_work: {range.LeastWork.Count:R}");
            Line($"    most_work: {range.MostWork.Count:R}");
        }
        Line($"complete: true");
        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>One standard deviation, or why there is none.</summary>
    internal static string Confidence(FittedParameter fitted) =>
        fitted.Deviation is { } deviation ? string.Create(CultureInfo.InvariantCulture, $", +- {deviation:G2}") : ", at its bound or not determined";
}
