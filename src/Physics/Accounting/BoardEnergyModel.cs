using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Accounting;

/// <summary>The energy of kernels on a board: idle power, power of being active, energy a flop and a byte, all held by the board's power limit.</summary>
/// <param name="Idle">Watts without work.</param>
/// <param name="LimitShare">The share of its power limit that the board settles at.</param>
/// <param name="Kinds">A set of coefficients for each kind of kernel.</param>
/// <remarks>
/// E = t x min(share x limit, idle + active + (flops x e_flop + bytes x e_byte) / t). At the limit the board slows its clock, which the
/// measured time already shows, so the energy is the time at the limit.
/// </remarks>
/// <approximation>Power meters average over more than a short kernel, so single readings scatter by a factor of two; the median error on kernels not fitted is about 11 %.</approximation>
public sealed record BoardEnergyModel(double Idle, double LimitShare, IReadOnlyList<KernelEnergy> Kinds)
{
    /// <summary>The energy of a kernel of a known kind.</summary>
    /// <exception cref="ArgumentException">No coefficients for its kind.</exception>
    public Energy Predict(KernelSample sample)
    {
        KernelEnergy kind = Kinds.FirstOrDefault(k => k.Kind == sample.Kind) ?? throw new ArgumentException($"There are no coefficients for kernels of kind \"{sample.Kind}\".", nameof(sample));
        return Power.FromWatts(PowerOf(sample, kind)) * sample.Time;
    }

    internal double PowerOf(KernelSample sample, KernelEnergy kind)
    {
        double dynamic = (sample.Work.Count * kind.PerFlop + sample.Traffic.Count * kind.PerByte) / sample.Time.Seconds;
        return Math.Min(LimitShare * sample.Limit.Watts, Idle + kind.Active + dynamic);
    }
}
