using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Results;
using DeepStack.Sim.Studies.Calibration.Kernels;
using DeepStack.Sim.Studies.Validation.Fused;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Times of single kernels on measured devices, each cut as in a step and timed in closed form; a sample is simulated at event fidelity too.</summary>
/// <remarks>
/// Parameters of a chip were fitted on a random tenth of the rows (<see cref="MeasuredKernel.IsFitted"/>); judged are the others. A plain
/// roofline stands beside every figure, and below it what each mechanism is worth: the error without it, nothing refitted.
/// </remarks>
public sealed class KernelsValidation : IValidationArea
{
    /// <summary>Rows of a group that are simulated at event fidelity too.</summary>
    private const int EventRows = 12;

    /// <summary>The largest mean difference between the closed form and event fidelity.</summary>
    private const double EventTolerance = 0.05;

    /// <summary>Kernels that last longer are not simulated at event fidelity here.</summary>
    private static readonly Duration LongestAtEvents = Duration.FromSeconds(500e-6);

    /// <inheritdoc/>
    public string Name => "kernels";

    /// <inheritdoc/>
    public string Description => "times of measured GEMM, attention and expert kernels, on the nine tenths that no parameter was fitted on";

    /// <inheritdoc/>
    public string Folder => "reference/measured";

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        ILookup<string, string> files = MeasuredKernelFile.FindAll(request.DataDirectory);
        (string Device, MeasuredKernel Kernel)[] others = [.. OtherKernelFiles.ReadAll(request.DataDirectory)];
        IReadOnlyList<string> fused = FusedKernelFile.FindAll(request.DataDirectory);
        if (files.Count == 0 && others.Length == 0 && fused.Count == 0) throw new PresetException($"There are no measured kernels (kernel_DEVICE_KIND.csv.gz, fig08_DEVICE_kernels.csv) in \"{request.DataDirectory}\".");
        var fitted = new List<string>();
        foreach (IGrouping<string, string> device in files)
        {
            if (PlatformOf(device.Key) is not { } platform)
            {
                yield return Unknown(device.Key);
                continue;
            }
            MeasuredKernel[] rows = [.. device.SelectMany(MeasuredKernelFile.Read)];
            if (request.FitFile is not null) fitted.Add(KernelFitReport.Write(platform, rows));
            foreach (ValidationRow row in RowsOf(device.Key, platform.Device, rows)) yield return row;
        }
        foreach (ValidationRow row in RowsOf(others)) yield return row;
        foreach (ValidationRow row in fused.SelectMany(RowsOfFused)) yield return row;
        if (request.FitFile is { } file) WholeFile.Write(file, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(fitted))));
    }

    /// <summary>The machine of the device in a file's name: the preset whose name begins with its first word.</summary>
    private static PlatformSpec? PlatformOf(string device)
    {
        string word = device.Split('_')[0];
        string? name = PresetLibrary.NamesOf(PlatformPreset.Kind).FirstOrDefault(n => n.Split('-')[0] == word);
        return name is null ? null : PlatformPreset.Open(name);
    }

    private static IEnumerable<ValidationRow> RowsOf(string device, DeviceSpec spec, MeasuredKernel[] rows)
    {
        var predictor = new KernelPredictor(spec);
        foreach (IGrouping<string, MeasuredKernel> group in rows.GroupBy(row => row.Group))
        {
            MeasuredKernel[] supported = [.. group.Where(row => row.LeftOut is null && spec.Compute.Matrix.Supports(row.Arithmetic))];
            MeasuredKernel[] judged = [.. supported.Where(row => !row.IsFitted)];
            if (judged.Length == 0) continue;
            foreach (ValidationRow row in ScoresOf(device, group.Key, judged, predictor, Coverage(group, supported, judged))) yield return row;
            if (judged[0].IsHostBound)
            {
                yield return Without(device, group.Key, judged, KernelMechanisms.Host, spec, predictor);
                continue;
            }
            if (group.Key == MeasuredKernel.Experts)
            {
                foreach (ValidationRow row in ScoresOf(device, MeasuredKernel.MainExperts, [.. judged.Where(r => KernelFormat.Named(r.Format)!.IsMain)], predictor, "")) yield return row;
            }
            foreach (IGrouping<(string Kind, string Format), MeasuredKernel> format in judged.GroupBy(row => (row.Kind, row.Format)))
                yield return Reported(device, $"{format.Key.Kind} {format.Key.Format}", [.. format], predictor);
            foreach (KernelMechanism mechanism in KernelMechanisms.Of(group.Key)) yield return Without(device, group.Key, judged, mechanism, spec, predictor);
            yield return AtEvents(device, group.Key, judged, spec, predictor);
        }
    }

    /// <summary>Tables of other projects: other devices and older kernels, only reported.</summary>
    private static IEnumerable<ValidationRow> RowsOf((string Device, MeasuredKernel Kernel)[] others)
    {
        foreach (var group in others.GroupBy(row => (row.Device, row.Kernel.Kind)))
        {
            if (PlatformOf(group.Key.Device) is not { } platform) continue;
            MeasuredKernel[] rows = [.. group.Select(row => row.Kernel).Where(row => platform.Device.Compute.Matrix.Supports(row.Arithmetic))];
            if (rows.Length > 0) yield return Reported(group.Key.Device, group.Key.Kind, rows, new KernelPredictor(platform.Device));
        }
    }

    private static IEnumerable<ValidationRow> RowsOfFused(string file)
    {
        string device = FusedKernelFile.DeviceOf(file);
        return PlatformOf(device) is { } platform ? FusedScores.RowsOf(device, platform, [.. FusedKernelFile.Read(file)]) : [Unknown(device)];
    }

    private static ValidationRow Unknown(string device) => new(device, "median error", 0, 0, 0, null) { Note = "no platform preset stands for it" };

    private static IEnumerable<ValidationRow> ScoresOf(string device, string group, MeasuredKernel[] judged, KernelPredictor predictor, string note)
    {
        KernelScore score = KernelScore.Of(judged, predictor.Predict), roofline = KernelScore.Of(judged, predictor.Roofline);
        (double Median, double Ninetieth)? bar = judged[0].IsHostBound ? null : KernelBars.Of(device, group);
        yield return Row($"{device}/{group}", "median error", score.Median, bar?.Median, $"{score.Rows} rows not fitted; roofline {roofline}{note}");
        yield return Row($"{device}/{group}", "p90 error", score.Ninetieth, bar?.Ninetieth, "");
    }

    private static ValidationRow Reported(string device, string name, MeasuredKernel[] judged, KernelPredictor predictor)
    {
        KernelScore score = KernelScore.Of(judged, predictor.Predict);
        return Row($"{device}/{name}", "median error by format", score.Median, null, $"{score} of {score.Rows} rows; roofline {KernelScore.Of(judged, predictor.Roofline)}");
    }

    private static ValidationRow Without(string device, string group, MeasuredKernel[] judged, KernelMechanism mechanism, DeviceSpec spec, KernelPredictor full)
    {
        var reduced = new KernelPredictor(spec with { Compute = mechanism.Without(spec.Compute) });
        MeasuredKernel[] rows = mechanism.WithoutInRow is { } change ? [.. judged.Select(change)] : judged;
        KernelScore score = KernelScore.Of(rows, reduced.Predict);
        return Row($"{device}/{group} without {mechanism.Name}", "median error without", score.Median, null, $"{score} instead of {KernelScore.Of(judged, full.Predict)}");
    }

    private static ValidationRow AtEvents(string device, string group, MeasuredKernel[] judged, DeviceSpec spec, KernelPredictor predictor)
    {
        var events = new EventSample(spec);
        MeasuredKernel[] sample = [.. judged.Where(row => row.Measured < LongestAtEvents).OrderBy(row => SeededHash.Of(row.Shape)).Take(EventRows)];
        double[] differences = [.. sample.Select(row => Math.Abs(predictor.Predict(row) / events.TimeOf(row, predictor.Cutter) - 1))];
        double mean = differences.Length == 0 ? 0 : differences.Average();
        return Row($"{device}/{group} closed form against event fidelity", "mean difference", mean, EventTolerance, $"{sample.Length} rows, worst {(differences.Length == 0 ? 0 : differences.Max()):P1}");
    }

    private static string Coverage(IEnumerable<MeasuredKernel> all, MeasuredKernel[] supported, MeasuredKernel[] judged)
    {
        MeasuredKernel[] rows = [.. all];
        string reasons = string.Concat(rows.Where(row => row.LeftOut is not null).GroupBy(row => row.LeftOut).Select(g => $"; {g.Count()} left out: {g.Key}"));
        int unsupported = rows.Count(row => row.LeftOut is null) - supported.Length;
        return $"; {supported.Length - judged.Length} for fitting{reasons}{(unsupported == 0 ? "" : $"; {unsupported} in formats that the chip lacks")}";
    }

    private static ValidationRow Row(string name, string metric, double error, double? tolerance, string note) =>
        new(name, metric, 0, error, error, tolerance) { Note = note };
}
