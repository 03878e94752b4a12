using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Bursts: Poisson arrivals while on, none while off; both phases last exponentially long.</summary>
/// <param name="Rate">Requests per second over both phases.</param>
/// <param name="On">The mean length of a burst.</param>
/// <param name="Off">The mean length of a pause.</param>
public sealed record OnOffArrivals(double Rate, Duration On, Duration Off) : ArrivalProcess(Rate)
{
    /// <inheritdoc/>
    protected override IEnumerable<double> Gaps(RandomStream random)
    {
        double burstRate = Rate * (On.Seconds + Off.Seconds) / On.Seconds;
        double left = random.NextExponential(On.Seconds);
        while (true)
        {
            double gap = 0, next = random.NextExponential(1 / burstRate);
            while (next > left)
            {
                gap += left + random.NextExponential(Off.Seconds);
                left = random.NextExponential(On.Seconds);
                next = random.NextExponential(1 / burstRate);
            }
            left -= next;
            yield return gap + next;
        }
    }
}
