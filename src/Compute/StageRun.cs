using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Compute;

/// <summary>Equal stages of work that all active cores do side by side: load into a buffer, compute, and store at the end of a wave.</summary>
/// <remarks>
/// Cores with equal tiles are folded: sizes are sums over the active cores, times are those of one core. Folding is exact as long as
/// the cores share memory and buffers evenly, which equal loads do.
/// </remarks>
public readonly record struct StageRun
{
    /// <summary>Stages that do nothing; sizes and times are set by whoever makes them.</summary>
    public StageRun()
    {
    }

    /// <summary>Waves of tiles; at least 1.</summary>
    public required int Waves { get; init; }

    /// <summary>Stages in each wave; at least 1.</summary>
    public required int StagesPerWave { get; init; }

    /// <summary>Read from memory by each stage.</summary>
    public Bytes Load { get; init; }

    /// <summary>The share of the memory's channels that serve the loads, all alike, in (0, 1]; the others stand idle meanwhile.</summary>
    public double ChannelShare { get; init; } = 1;

    /// <summary>What all channels could have read in the time of a stage's loads.</summary>
    public Bytes ChannelLoad => ChannelShare < 1 ? Bytes.FromCount((long)Math.Ceiling(Load.Count / ChannelShare)) : Load;

    /// <summary>Moved from the shared buffer to the cores by each stage.</summary>
    public Bytes FromShared { get; init; }

    /// <summary>Written to memory at the end of each wave.</summary>
    public Bytes Store { get; init; }

    /// <summary>The time a core's units need for one stage.</summary>
    public Duration Compute { get; init; }

    /// <summary>Buffers a core has for stages loaded and not yet computed; at least 1.</summary>
    public int Buffers { get; init; } = 2;

    /// <summary>From a core's end of one wave to its first stage of the next; what starting a tile costs.</summary>
    public Duration Start { get; init; }

    /// <summary>All stages.</summary>
    public long Stages => (long)Waves * StagesPerWave;
}
