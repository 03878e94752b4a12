using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>A law of prompt or output lengths, in tokens.</summary>
public abstract record LengthDistribution
{
    /// <summary>Draws a length, at least 1.</summary>
    public abstract int Draw(RandomStream random);

    /// <summary>Rounds a drawn number to tokens.</summary>
    protected static int ToTokens(double length) => (int)Math.Clamp(Math.Round(length), 1, int.MaxValue / 4);
}
