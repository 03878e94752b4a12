using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>Number formats in that tool's words.</summary>
public static class GenZFormats
{
    /// <summary>Reads a format: "f32" beside the usual names.</summary>
    public static bool TryParse(string text, out NumberFormat format) => NumberFormat.TryParse(text == "f32" ? "fp32" : text, null, out format);
}
