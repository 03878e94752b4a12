using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>A law by which requests arrive, at a mean rate.</summary>
/// <param name="Rate">Requests per second, positive.</param>
public abstract record ArrivalProcess(double Rate)
{
    /// <summary>The arrivals, without end; the first is at 0.</summary>
    /// <param name="random">Where the gaps are drawn from.</param>
    public IEnumerable<SimTime> Times(RandomStream random)
    {
        SimTime time = SimTime.Zero;
        foreach (double gap in Gaps(random))
        {
            yield return time;
            time += Duration.FromSeconds(gap);
        }
    }

    /// <summary>The gaps between arrivals in seconds, without end.</summary>
    protected abstract IEnumerable<double> Gaps(RandomStream random);
}
