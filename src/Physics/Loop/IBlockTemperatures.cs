using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Gives block temperatures from block powers, one way or another.</summary>
internal interface IBlockTemperatures
{
    /// <summary>Goes on by a span of constant powers.</summary>
    /// <param name="watts">A value for every block.</param>
    /// <param name="span">How long.</param>
    void Advance(ReadOnlySpan<double> watts, Duration span);

    /// <summary>K above ambient of a block's mean.</summary>
    double RiseOf(int block);
}
