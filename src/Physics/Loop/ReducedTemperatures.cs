using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Reduced;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures from the reduced model.</summary>
internal sealed class ReducedTemperatures(ReducedModel model) : IBlockTemperatures
{
    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span) => model.Advance(watts, span);

    /// <inheritdoc/>
    public double RiseOf(int block) => model.RiseOf(block);
}
