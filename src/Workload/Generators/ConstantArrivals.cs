using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Equal gaps.</summary>
/// <param name="Rate">Requests per second.</param>
public sealed record ConstantArrivals(double Rate) : ArrivalProcess(Rate)
{
    /// <inheritdoc/>
    protected override IEnumerable<double> Gaps(RandomStream random)
    {
        while (true) yield return 1 / Rate;
    }
}
