using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Pim;

namespace DeepStack.Sim.Engine.AttentionMemory;

/// <summary>How long the units of a channel take to multiply what streams through them; all ranks have as much to do.</summary>
/// <remarks>Simulated at event level for powers of two of column commands, once each; linear between them, and beyond the largest as between the last two.</remarks>
/// <approximation>Rows and refresh within a stretch between two powers of two: at most 1 % beyond a few rows.</approximation>
/// <param name="units">The units.</param>
internal sealed class StreamTimes(PimSpec units)
{
    /// <summary>2 to this power of commands are the most that are simulated: some twenty refresh intervals.</summary>
    private const int Largest = 15;

    private readonly PimSpec _channel = units with { Channels = 1 };
    private readonly long[] _known = new long[Largest + 1];

    /// <summary>The time for a rank to multiply so many bytes, every rank of its channel doing the same.</summary>
    public Duration Of(long bytesOfRank)
    {
        long commands = (bytesOfRank + _channel.DataOfCommand.Count - 1) / _channel.DataOfCommand.Count;
        if (commands <= 1) return Duration.FromPicoseconds(commands == 0 ? 0 : At(0));
        int upper = Math.Min(Largest, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)commands - 1));
        long lower = At(upper - 1), step = At(upper) - lower, from = 1L << (upper - 1);
        return Duration.FromPicoseconds(lower + (long)(((Int128)step * (commands - from) + from - 1) / from));
    }

    private long At(int power)
    {
        if (_known[power] == 0)
            _known[power] = PimProduct.Run(_channel, _channel.DataOfCommand * (_channel.Ranks * (1L << power)), Bytes.Zero, Bytes.Zero).Time.Picoseconds;
        return _known[power];
    }
}
