using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Studies.Validation.Kernels;

/// <summary>The loads that the benchmark gave to experts: balanced, or each expert's popularity drawn from a power law.</summary>
/// <remarks>
/// Popularity is drawn by the inverse of the cumulative distribution of x^-A between a least and a most; loads are popularities scaled to
/// all routed rows, none above the number of tokens. Of several devices the one with most rows is measured. The benchmark drew once, with a
/// seed that is not known, so that the mean of several draws is taken, expert by expert in the order of their loads.
/// </remarks>
internal static class BenchmarkLoads
{
    private const ulong Seed = 1;
    private const int Draws = 8;

    /// <summary>The load of the measured device.</summary>
    /// <param name="experts">Experts of all devices.</param>
    /// <param name="perToken">Experts a token goes through.</param>
    /// <param name="tokens">Tokens of all devices.</param>
    /// <param name="devices">Devices that share the experts.</param>
    /// <param name="exponent">The exponent of the law; 0 for balanced loads.</param>
    public static ExpertLoad Of(int experts, int perToken, int tokens, int devices, double exponent)
    {
        if (exponent == 0) return new ExpertLoads(ExpertRouting.Parse("balanced"), Seed).FullestOf(experts, perToken, tokens, devices);
        var random = new RandomStream(Seed, $"benchmark loads {experts}/{perToken} of {tokens} tokens, {exponent}");
        int local = experts / devices;
        var sums = new double[local];
        int activated = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            int[] rows = Draw(random, experts, perToken, tokens, exponent);
            int[] fullest = Enumerable.Range(0, devices).Select(d => rows[(d * local)..((d + 1) * local)]).MaxBy(r => r.Sum())!;
            Array.Sort(fullest, (left, right) => right.CompareTo(left));
            for (int i = 0; i < local && fullest[i] > 0; i++, activated++) sums[i] += fullest[i];
        }
        int count = Math.Max(1, (activated + Draws / 2) / Draws);
        return new ExpertLoad([.. sums.Take(count).Select(sum => (int)Math.Max(1, Math.Round(sum / Draws)))]);
    }

    private static int[] Draw(RandomStream random, int experts, int perToken, int tokens, double exponent)
    {
        long routed = (long)tokens * perToken;
        (double least, double most) = routed > experts ? (1.0, 0.8 * tokens) : (0.01, 2.0);
        double power = 1 - exponent, low = ReproducibleMath.Pow(least, power), high = ReproducibleMath.Pow(most, power);
        var popularity = new double[experts];
        for (int i = 0; i < experts; i++) popularity[i] = ReproducibleMath.Pow((high - low) * random.NextDouble() + low, 1 / power);
        double total = popularity.Sum();
        return [.. popularity.Select(p => (int)Math.Min(tokens, Math.Round(p / total * routed)))];
    }
}
