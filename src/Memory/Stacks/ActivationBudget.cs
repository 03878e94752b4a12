using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The limit on activations of a whole stack: given as a window, as power, or both.</summary>
internal static class ActivationBudget
{
    /// <summary>The limit that allows fewer activations a second; null if there is none.</summary>
    public static ActivationLimit? Tightest(DramStackSpec spec)
    {
        if (spec.ActivationPower is not { } power) return spec.StackActivations;
        ActivationLimit fromPower = FromPower(spec, power);
        return spec.StackActivations is { } window && RateOf(window) < RateOf(fromPower) ? window : fromPower;
    }

    /// <summary>Power / energy of one activation is a rate; it is granted as one activation a port in channels / rate.</summary>
    private static ActivationLimit FromPower(DramStackSpec spec, Power power)
    {
        double rate = power.Watts / spec.Energies.Activation.Joules;
        long clocks = (long)Math.Ceiling(spec.Channels * (double)spec.Clock.Hertz / rate);
        return new ActivationLimit(spec.Channels, Cycles.FromCount(Math.Max(1, clocks)));
    }

    private static double RateOf(ActivationLimit limit) => (double)limit.Count / limit.Window.Count;
}
