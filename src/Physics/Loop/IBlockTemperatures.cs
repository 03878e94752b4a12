using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Gives block temperatures from block powers, one way or another.</summary>
internal interface IBlockTemperatures
{
    /// <summary>Goes to the steady state of constant powers.</summary>
    /// <param name="watts">A value for every block.</param>
    void Settle(ReadOnlySpan<double> watts);

    /// <summary>Goes on by a span of constant powers.</summary>
    /// <param name="watts">A value for every block.</param>
    /// <param name="span">How long.</param>
    void Advance(ReadOnlySpan<double> watts, Duration span);

    /// <summary>Goes on by a pattern of powers that repeats.</summary>
    /// <param name="watts">[pieces, blocks], row-major.</param>
    /// <param name="piece">How long each piece lasts.</param>
    /// <param name="times">How often the pattern comes; at least once.</param>
    void Advance(ReadOnlySpan<double> watts, Duration piece, int times);

    /// <summary>K above ambient of a block's mean.</summary>
    double RiseOf(int block);

    /// <summary>K above ambient of the hottest of the blocks joined in one.</summary>
    double HottestOf(int block);

    /// <summary>Keeps the present moment for <see cref="KeptField"/>.</summary>
    void Keep();

    /// <summary>K above ambient of every node at the moment kept.</summary>
    double[] KeptField();
}
