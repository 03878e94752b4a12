using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>What a channel did: commands, row-buffer outcomes and latencies.</summary>
public sealed class ChannelStatistics
{
    private readonly long[] _commands = new long[DramCommands.Count];

    /// <summary>Ticks from the start until the last request completed.</summary>
    public long Ticks { get; internal set; }

    /// <summary>Reads that completed.</summary>
    public long Reads { get; internal set; }

    /// <summary>Writes that were taken in.</summary>
    public long Writes { get; internal set; }

    /// <summary>Requests that found their row open; see the scheduler for when this is judged.</summary>
    public long RowHits { get; internal set; }

    /// <summary>Requests that found their bank closed; -1 where the scheduler does not tell.</summary>
    public long RowMisses { get; internal set; }

    /// <summary>Requests, or precharges for requests, that found another row open.</summary>
    public long RowConflicts { get; internal set; }

    /// <summary>Ticks in which at least one bank was open after the tick's command; -1 where the scheduler does not tell.</summary>
    public long OpenTicks { get; internal set; } = -1;

    /// <summary>Latencies of reads in ticks, from being taken in to the last data.</summary>
    public LatencyHistogram ReadLatency { get; } = new();

    /// <summary>How often a command issued.</summary>
    public long CountOf(DramCommand command) => _commands[(int)command];

    internal void Count(DramCommand command, long times = 1) => _commands[(int)command] += times;
}
