using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Independent gaps by a gamma law: burstier than Poisson above a variation of 1, smoother below.</summary>
/// <param name="Rate">Requests per second.</param>
/// <param name="Variation">Coefficient of variation of the gaps, positive; 1 is Poisson.</param>
public sealed record GammaArrivals(double Rate, double Variation = 1) : ArrivalProcess(Rate)
{
    /// <inheritdoc/>
    protected override IEnumerable<double> Gaps(RandomStream random)
    {
        double shape = 1 / (Variation * Variation);
        while (true) yield return Variation == 1 ? random.NextExponential(1 / Rate) : random.NextGamma(shape, 1 / (Rate * shape));
    }
}
