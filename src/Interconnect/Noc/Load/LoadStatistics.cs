namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>Sums over the packets of one sample or run.</summary>
internal struct LoadStatistics
{
    private long _latencySum;
    private long _networkLatencySum;
    private long _hopSum;

    public long Packets { get; private set; }

    public long MaxLatency { get; private set; }

    public readonly double MeanLatency => Mean(_latencySum);

    public readonly double MeanNetworkLatency => Mean(_networkLatencySum);

    public readonly double MeanHops => Mean(_hopSum);

    public void Add(in NocPacket packet, long now)
    {
        Packets++;
        _latencySum += now - packet.CreatedAt;
        _networkLatencySum += now - packet.SentAt;
        _hopSum += packet.Hops;
        MaxLatency = Math.Max(MaxLatency, now - packet.CreatedAt);
    }

    /// <summary>The mean over these packets and others that have waited for a given sum of cycles so far.</summary>
    public readonly double MeanLatencyWith(long waiting, long ageSum) => (_latencySum + ageSum) / (double)Math.Max(1, Packets + waiting);

    private readonly double Mean(long sum) => Packets == 0 ? 0 : sum / (double)Packets;
}
