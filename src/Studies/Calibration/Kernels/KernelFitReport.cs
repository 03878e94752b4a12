using System.Globalization;
using System.Text;
using DeepStack.Sim.Compute;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Studies.Validation.Kernels;

namespace DeepStack.Sim.Studies.Calibration.Kernels;

/// <summary>Fits a chip on its tenth of measured kernels and writes the values as lines of its preset.</summary>
internal static class KernelFitReport
{
    /// <summary>The lines, a comment with the chip's name first.</summary>
    public static string Write(PlatformSpec platform, IReadOnlyList<MeasuredKernel> rows)
    {
        ComputeSpec chip = platform.Device.Compute;
        var text = new StringBuilder($"# {chip.Name}: deepstack validate kernels --fit-chips\n");
        foreach (IGrouping<string, MeasuredKernel> group in rows.Where(r => r.IsFitted && r.LeftOut is null && !r.IsHostBound && chip.Matrix.Supports(r.Arithmetic)).GroupBy(r => r.Group))
        {
            MeasuredKernel[] tenth = [.. group];
            IReadOnlyList<KernelParameter> parameters = KernelParameters.Of(group.Key);
            ComputeSpec fitted = KernelFit.Fit(platform.Device with { Compute = chip }, parameters, tenth);
            foreach (KernelParameter parameter in parameters.Where(p => p.Get(fitted) > 0))
                text.Append(CultureInfo.InvariantCulture, $"{parameter.Name}: {{ value: {parameter.Get(fitted):G4}{(parameter.Unit.Length > 0 ? " " + parameter.Unit : "")}, kind: fitted, source: \"validate kernels --fit-chips on {tenth.Length} of {rows.Count(r => r.Group == group.Key)} measured {group.Key} rows\" }}\n");
            chip = fitted;
        }
        return text.ToString();
    }
}
