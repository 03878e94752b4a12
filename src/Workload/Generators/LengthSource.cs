using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Where the lengths of a made request come from.</summary>
public abstract record LengthSource
{
    /// <summary>Draws prompt and output length of one request.</summary>
    public abstract (int Input, int Output) Draw(RandomStream random);
}
