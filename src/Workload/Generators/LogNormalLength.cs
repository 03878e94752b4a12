using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Lengths whose logarithm is normal.</summary>
/// <param name="Median">The median.</param>
/// <param name="P90">The 90th percentile; above the median.</param>
public sealed record LogNormalLength(double Median, double P90) : LengthDistribution
{
    /// <summary>The 90th percentile of the standard normal law.</summary>
    private const double Normal90 = 1.2815515655446004;

    /// <inheritdoc/>
    public override int Draw(RandomStream random) =>
        ToTokens(random.NextLogNormal(ReproducibleMath.Log(Median), ReproducibleMath.Log(P90 / Median) / Normal90));
}
