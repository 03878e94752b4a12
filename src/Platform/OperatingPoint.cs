namespace DeepStack.Sim.Platform;

/// <summary>At which refresh rate and clock a device works; steps are timed for one.</summary>
/// <param name="RefreshRate">1, 2 or 4 times the normal refresh rate of its DRAM.</param>
/// <param name="ClockSteps">The clock of its logic in sixty-fourths of the nominal one, 1 to 64.</param>
public readonly record struct OperatingPoint(int RefreshRate, int ClockSteps)
{
    /// <summary>Steps of the full clock.</summary>
    public const int FullClock = 64;

    /// <summary>Normal refresh and full clock.</summary>
    public static OperatingPoint Nominal { get; } = new(1, FullClock);

    /// <summary>The clock over the nominal one, in (0, 1].</summary>
    public double ClockRatio => (double)ClockSteps / FullClock;

    /// <summary>The fastest point that keeps to a clock ratio.</summary>
    /// <param name="refreshRate">1, 2 or 4.</param>
    /// <param name="clockRatio">In (0, 1]; rounded down to a step, but not below the first.</param>
    public static OperatingPoint Within(int refreshRate, double clockRatio) =>
        new(refreshRate, Math.Clamp((int)Math.Floor((clockRatio * FullClock) + 1e-9), 1, FullClock));

    /// <summary>Writes it, such as "refresh x2, clock 48/64".</summary>
    public override string ToString() => $"refresh x{RefreshRate}, clock {ClockSteps}/{FullClock}";
}
