using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Serving.Costs;

/// <summary>Random scatter of step times: each step of a replica takes a factor of its own, log-normal with a mean of 1.</summary>
/// <remarks>A step's factor depends on seed, replica and step alone, so that steps taken as one event have the times of single ones.</remarks>
/// <param name="Deviation">Standard deviation of the factor's logarithm; 0 to 1.</param>
/// <param name="Seed">The scenario's seed.</param>
public sealed record StepJitter(double Deviation, ulong Seed)
{
    private const ulong Salt = 0xA3EC647659359ACD;
    private const int StepBits = 40;

    /// <summary>Whether a step takes no less than the machine's part of it, because its kernels are recorded with their times.</summary>
    /// <approximation>What a short step saves is then host time; where there is little of that, steps are longer in the mean.</approximation>
    public bool KeepsMachineTime { get; init; }

    /// <summary>How long a step takes.</summary>
    /// <param name="replica">The replica.</param>
    /// <param name="step">The step's number in it.</param>
    /// <param name="host">Host time without scatter.</param>
    /// <param name="machine">The machine's part without scatter.</param>
    public Duration Of(int replica, long step, Duration host, Duration machine)
    {
        double normal = PlacedRandom.Normal(Seed ^ Salt, ((ulong)replica << StepBits) + (ulong)step);
        double factor = ReproducibleMath.Exp(Deviation * (normal - Deviation / 2));
        Duration time = Duration.FromPicoseconds((long)Math.Round((host + machine).Picoseconds * factor));
        return KeepsMachineTime ? Duration.Max(time, machine) : time;
    }
}
