using DeepStack.Sim.Core.Randomness;

namespace DeepStack.Sim.Workload.Generators;

/// <summary>One length for all.</summary>
/// <param name="Tokens">The length, at least 1.</param>
public sealed record FixedLength(int Tokens) : LengthDistribution
{
    /// <inheritdoc/>
    public override int Draw(RandomStream random) => Tokens;
}
