using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Reduced;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures from the reduced model.</summary>
internal sealed class ReducedTemperatures(ReducedModel model) : IBlockTemperatures
{
    private readonly double[] _kept = new double[model.States.Length];

    /// <inheritdoc/>
    public void Settle(ReadOnlySpan<double> watts) => model.Settle(watts);

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span) => model.Advance(watts, span);

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration piece, int times) => model.Advance(watts, piece, times);

    /// <inheritdoc/>
    public double RiseOf(int block) => model.RiseOf(block);

    /// <inheritdoc/>
    public double HottestOf(int block) => model.HottestOf(block);

    /// <inheritdoc/>
    public void Keep() => model.States.CopyTo(_kept);

    /// <inheritdoc/>
    public double[] KeptField() => model.FieldOf(_kept);
}
