using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>Prompt and output lengths drawn apart.</summary>
/// <param name="Input">The law of prompt lengths.</param>
/// <param name="Output">The law of output lengths.</param>
public sealed record IndependentLengths(LengthDistribution Input, LengthDistribution Output) : LengthSource
{
    /// <inheritdoc/>
    public override (int Input, int Output) Draw(RandomStream random) => (Input.Draw(random), Output.Draw(random));
}
