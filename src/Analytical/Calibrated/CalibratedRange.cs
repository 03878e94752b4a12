using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.Calibrated;

/// <summary>The sizes of one kind of work that a calibration saw.</summary>
/// <param name="Kind">The kind of work, such as "matrix-product".</param>
/// <param name="LeastBytes">The fewest bytes moved.</param>
/// <param name="MostBytes">The most bytes moved.</param>
/// <param name="LeastWork">The fewest operations.</param>
/// <param name="MostWork">The most operations.</param>
public sealed record CalibratedRange(string Kind, Bytes LeastBytes, Bytes MostBytes, Flops LeastWork, Flops MostWork)
{
    /// <summary>How far beyond what was seen an answer still counts as covered.</summary>
    private const double Reach = 2;

    /// <summary>Whether sizes lie within what was seen, or within twice of it.</summary>
    public bool Covers(Bytes bytes, Flops work) =>
        IsWithin(bytes.Count, LeastBytes.Count, MostBytes.Count) && IsWithin(work.Count, LeastWork.Count, MostWork.Count);

    private static bool IsWithin(double value, double least, double most) => value >= least / Reach && value <= most * Reach;
}
