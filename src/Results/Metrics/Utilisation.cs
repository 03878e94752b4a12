using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Metrics;

/// <summary>How much of what the machine could do was used, 0 to 1; null where the peak or the operators are not known.</summary>
/// <param name="Busy">Share of the run during which replicas were in a step.</param>
/// <param name="Arithmetic">Arithmetic done, of the peak.</param>
/// <param name="ArithmeticInSteps">The same while replicas were in a step.</param>
/// <param name="DramBandwidth">Data that crossed the banks, of the peak.</param>
/// <param name="DramBandwidthInSteps">The same while replicas were in a step.</param>
/// <param name="NetworkBandwidth">Data that crossed links between devices, in packages and between them, of the peak of all of them.</param>
public sealed record Utilisation(double Busy, double? Arithmetic, double? ArithmeticInSteps, double? DramBandwidth, double? DramBandwidthInSteps, double? NetworkBandwidth)
{
    /// <summary>The utilisations of a run that has ended.</summary>
    public static Utilisation Of(RunMetrics metrics)
    {
        double seconds = metrics.Ending.At.Seconds, busySeconds = metrics.Steps.Elapsed.Seconds;
        IReadOnlyList<ReplicaFacts> replicas = metrics.Header.Replicas;
        double busy = Share(busySeconds, seconds * Math.Max(1, replicas.Count)) ?? 0;
        double flops = 0, bankBytes = 0, networkBytes = 0;
        foreach (OperatorTotals op in metrics.Operators.All)
        {
            flops += op.Arithmetic.Count;
            bankBytes += op.Banks.Amount.Count;
            networkBytes += op.Package.Amount.Count + op.Network.Amount.Count;
        }
        double peakFlops = replicas.Sum(r => r.PeakArithmetic.FlopsPerSecond), peakDram = replicas.Sum(r => r.DramBandwidth.BytesPerSecond);
        double? arithmetic = Share(flops, peakFlops * seconds), dram = Share(bankBytes, peakDram * seconds);
        return new Utilisation(busy, arithmetic, arithmetic / busy, dram, dram / busy, Share(networkBytes, replicas.Sum(r => r.NetworkBandwidth.BytesPerSecond) * seconds));
    }

    private static double? Share(double used, double possible) => used > 0 && possible > 0 ? used / possible : null;
}
