using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Solvers;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Block temperatures as if every span of power lasted for ever: the influence matrix times the powers.</summary>
internal sealed class SteadyTemperatures : IBlockTemperatures
{
    private readonly double[] _influence;
    private readonly double[] _rises;

    public SteadyTemperatures(StackModel model)
    {
        int count = model.Sources.Count;
        double[,] influence = InfluenceMatrix.Between(model.Network, model.Sources);
        _influence = [.. influence.Cast<double>()];
        _rises = new double[count];
    }

    /// <inheritdoc/>
    public void Advance(ReadOnlySpan<double> watts, Duration span)
    {
        for (int i = 0; i < _rises.Length; i++) _rises[i] = VectorMath.Dot(watts, _influence.AsSpan(i * watts.Length, watts.Length));
    }

    /// <inheritdoc/>
    public double RiseOf(int block) => _rises[block];
}
