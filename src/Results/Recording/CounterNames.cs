namespace DeepStack.Sim.Results.Recording;

/// <summary>Names of the quantities that reports know. Running, waiting, KV use and bandwidths follow from steps and operators and need no counter.</summary>
public static class CounterNames
{
    /// <summary>Electrical power.</summary>
    public const string Power = "power (W)";

    /// <summary>The hottest temperature.</summary>
    public const string Temperature = "temperature (C)";

    /// <summary>The hottest temperature in the DRAM.</summary>
    public const string DramTemperature = "DRAM temperature (C)";

    /// <summary>The clock as a share of its nominal frequency.</summary>
    public const string ClockRatio = "clock ratio";

    /// <summary>How often rows are refreshed, as a multiple of the normal rate.</summary>
    public const string RefreshRate = "refresh rate ratio";
}
