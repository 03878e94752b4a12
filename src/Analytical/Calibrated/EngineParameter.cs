namespace DeepStack.Sim.Analytical.Calibrated;

/// <summary>A physical quantity that the closed form takes as ideal unless a calibration says otherwise.</summary>
/// <param name="Name">Its word in files.</param>
/// <param name="Meaning">What it is, in a few words.</param>
/// <param name="Nominal">Its value without a calibration.</param>
/// <param name="Least">The smallest value that makes sense.</param>
/// <param name="Most">The largest value that makes sense.</param>
public sealed record EngineParameter(string Name, string Meaning, double Nominal, double Least, double Most)
{
    /// <summary>Reads of kernels reach this share of the rate of one long stream.</summary>
    public static EngineParameter ReadRate { get; } = new("read_rate", "rate of reads over that of one long stream", 1, 0.3, 1.3);

    /// <summary>A written byte takes the memory this much longer than a read one: turns of the bus, rows opened for less.</summary>
    public static EngineParameter WriteCost { get; } = new("write_cost", "time of a written byte over that of a read one", 1, 0.3, 4);

    /// <summary>The first data of a kernel comes after this many idle latencies.</summary>
    public static EngineParameter Latency { get; } = new("latency", "wait for a kernel's first data over the idle latency", 1, 0, 8);

    /// <summary>The shared buffer reaches this share of its rate.</summary>
    public static EngineParameter SharedRate { get; } = new("shared_rate", "rate of the shared buffer over its preset", 1, 0.3, 1.3);

    /// <summary>This share of a resource's time is not hidden behind a busier one.</summary>
    public static EngineParameter Exposed { get; } = new("exposed", "share of the second busiest resource's time that is not hidden", 0, 0, 1);

    /// <summary>This share of the stores of each wave but the last holds up the loads that follow.</summary>
    public static EngineParameter WaveStores { get; } = new("wave_stores", "share of a wave's stores that holds up the next wave", 0, 0, 1);

    /// <summary>A collective's time on the network over what its busiest links must carry.</summary>
    public static EngineParameter CollectiveNetwork { get; } = new("collective_network", "time of a collective on the network over that of its busiest links", 1, 0.5, 3);

    /// <summary>Local work of a collective over its longest chain.</summary>
    public static EngineParameter CollectiveLocal { get; } = new("collective_local", "local work of a collective over its longest chain", 1, 0, 3);

    /// <summary>All parameters, in the order of <see cref="EngineParameters"/>.</summary>
    public static IReadOnlyList<EngineParameter> All { get; } =
        [ReadRate, WriteCost, Latency, SharedRate, Exposed, WaveStores, CollectiveNetwork, CollectiveLocal];
}
