namespace DeepStack.Sim.Studies.Comparison;

/// <summary>A metric of two runs.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="First">Its value in the first run.</param>
/// <param name="Second">Its value in the second run.</param>
public sealed record MetricDifference(string Metric, double First, double Second)
{
    /// <summary>The change from the first run to the second, as a share of the first; null where the first is zero and the second is not.</summary>
    public double? Change => First == Second ? 0 : First == 0 ? null : (Second / First) - 1;
}
