using System.Globalization;
using DeepStack.Sim.Physics.Accounting;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Energy per kernel on measured boards: coefficients are fitted on every tenth kernel of a device and judged on the others.</summary>
public sealed class EnergyValidation : IValidationArea
{
    private const string Suffix = "_power.csv.gz";

    /// <summary>The largest unweighted median error.</summary>
    private const double Tolerance = 0.12;

    /// <summary>One kernel in so many is fitted.</summary>
    private const int Stride = 10;

    /// <inheritdoc/>
    public string Name => "energy";

    /// <inheritdoc/>
    public string Description => "energy per kernel against measured board power, fitted on a tenth";

    /// <inheritdoc/>
    public string Folder => "reference/measured";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string[] files = Directory.Exists(request.DataDirectory) ? [.. Directory.GetFiles(request.DataDirectory, "kernel_*" + Suffix).Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0) throw new PresetException($"There are no measured powers (kernel_*{Suffix}) in \"{request.DataDirectory}\".");
        foreach (IGrouping<string, string> device in files.GroupBy(DeviceOf))
        {
            foreach (ValidationRow row in RowsOf(device.Key, [.. device.SelectMany(KernelPowerFile.Read)])) yield return row;
        }
    }

    private static IEnumerable<ValidationRow> RowsOf(string device, KernelSample[] samples)
    {
        BoardEnergyModel model = BoardEnergyFit.Fit([.. samples.Where((_, i) => i % Stride == 0)]);
        (string Kind, double Error)[] errors = [.. samples.Where((s, i) => i % Stride != 0 && model.Kinds.Any(k => k.Kind == s.Kind)).Select(s => (s.Kind, Math.Abs(model.Predict(s) / s.Energy - 1)))];
        yield return Median(device, "all", errors, Tolerance) with { Note = string.Create(CultureInfo.InvariantCulture, $"{errors.Length} kernels not fitted; idle {model.Idle:F0} W, limit share {model.LimitShare:F3}") };
        foreach (KernelEnergy kind in model.Kinds)
        {
            yield return Median(device, kind.Kind, [.. errors.Where(e => e.Kind == kind.Kind)], null) with
            {
                Note = string.Create(CultureInfo.InvariantCulture, $"active {kind.Active:F0} W, {kind.PerFlop * 1e12:F2} pJ/flop, {kind.PerByte * 1e12:F0} pJ/B"),
            };
        }
    }

    private static ValidationRow Median(string device, string kind, (string Kind, double Error)[] errors, double? tolerance)
    {
        double[] ordered = [.. errors.Select(e => e.Error).Order()];
        double median = ordered.Length == 0 ? 0 : (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
        return new ValidationRow($"{device}/{kind}", "median energy error", 0, median, median, tolerance);
    }

    /// <summary>The device in "kernel_DEVICE_WHAT_power.csv.gz".</summary>
    private static string DeviceOf(string path)
    {
        string name = Path.GetFileName(path)["kernel_".Length..^Suffix.Length];
        return name.Contains('_', StringComparison.Ordinal) ? name[..name.LastIndexOf('_')] : name;
    }
}
