using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Pim;

/// <summary>A matrix in memory times a vector: inputs go to the units' buffers, the matrix streams through the units, results are read back.</summary>
public static class PimProduct
{
    /// <summary>Runs a product over all ranks; the matrix is dealt evenly, every rank gets the inputs and gives results of its own.</summary>
    /// <param name="spec">The units.</param>
    /// <param name="matrix">Bytes of the matrix over all ranks, 1 or more.</param>
    /// <param name="inputs">Bytes that each rank's buffer takes.</param>
    /// <param name="results">Bytes that each rank gives back.</param>
    public static PimResult Run(PimSpec spec, Bytes matrix, Bytes inputs, Bytes results)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(matrix.Count);
        long access = spec.Channel.Organisation.Access.Count;
        long commands = Shares(matrix.Count, spec.Ranks * spec.DataOfCommand.Count);
        var channel = new PimChannel(spec, commands, Shares(inputs.Count, access), Shares(results.Count, access));
        long clocks = channel.Run();
        return new PimResult(spec.Channel.Clock.DurationOf(Cycles.FromCount(clocks)), channel.Counts * spec.Channels);
    }

    private static long Shares(long bytes, long share) => (bytes + share - 1) / share;
}
