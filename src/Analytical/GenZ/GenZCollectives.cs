namespace DeepStack.Sim.Analytical.GenZ;

/// <summary>GenZ's times of collectives, in seconds.</summary>
/// <remarks>
/// With N nodes, link latency L, bandwidth B and M bytes in the whole tensor: all-reduce 5 us + 2 (N-1) L + 2 (N-1)/N M/B; all-gather and
/// all-to-all 5 us + (N-1) L + (N-1)/N M/B; send and receive L + M/B. Among a single node nothing is sent.
/// </remarks>
public static class GenZCollectives
{
    private const double Setup = 5e-6;
    private const double SecondsPerPicosecond = 1e-12;

    /// <summary>The time of a transfer, in seconds.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="nodes">Devices that take part; at least 1.</param>
    /// <param name="bytes">The size of the whole tensor.</param>
    /// <param name="platform">The platform, for its links.</param>
    public static double Seconds(GenZTransfer kind, int nodes, double bytes, GenZPlatform platform)
    {
        double latency = platform.LinkLatency.Picoseconds * SecondsPerPicosecond;
        double transfer = bytes / platform.LinkBandwidth.BytesPerSecond;
        if (kind == GenZTransfer.SendReceive) return latency + transfer;
        if (nodes <= 1) return 0;
        int rounds = kind == GenZTransfer.AllReduce ? 2 : 1;
        return Setup + rounds * ((nodes - 1) * latency + (nodes - 1) * transfer / nodes);
    }
}
