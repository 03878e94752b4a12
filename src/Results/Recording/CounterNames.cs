namespace DeepStack.Sim.Results.Recording;

/// <summary>Names of the quantities that reports know. Running, waiting and KV use are part of every step and need no counter.</summary>
public static class CounterNames
{
    /// <summary>Data rate of the DRAM, averaged since the last record.</summary>
    public const string DramBandwidth = "DRAM bandwidth (B/s)";

    /// <summary>Data rate of the network, averaged since the last record.</summary>
    public const string NetworkBandwidth = "network bandwidth (B/s)";

    /// <summary>Electrical power.</summary>
    public const string Power = "power (W)";

    /// <summary>The hottest temperature.</summary>
    public const string Temperature = "temperature (C)";

    /// <summary>The clock as a share of its nominal frequency.</summary>
    public const string ClockRatio = "clock ratio";

    /// <summary>How often rows are refreshed, as a multiple of the normal rate.</summary>
    public const string RefreshRate = "refresh rate ratio";
}
