using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Physics.Cases;
using DeepStack.Sim.Physics.Laws;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>What closes the loop from power to temperature and back.</summary>
public sealed record ThermalLoopOptions
{
    /// <summary>How temperatures follow power.</summary>
    public ThermalMode Mode { get; init; } = ThermalMode.Transient;

    /// <summary>The longest span over which power may be averaged; at most 200 us, beyond which bursts are lost.</summary>
    public Duration Bin { get; init; } = PowerBins.LongestBin;

    /// <summary>How often the sensors are looked at.</summary>
    public Duration SensorPeriod { get; init; } = Duration.FromNanoseconds(1_000_000);

    /// <summary>How DRAM refresh follows temperature.</summary>
    public RefreshLaw Refresh { get; init; } = RefreshLaw.Default;

    /// <summary>How the clock follows the hottest block; null for a clock that does not.</summary>
    public ThrottleLaw? Throttle { get; init; } = ThrottleLaw.Default;

    /// <summary>A limit on total power kept by the clock; null for none.</summary>
    public PowerCap? Cap { get; init; }

    /// <summary>Above this the stack shuts down, logic or DRAM.</summary>
    public Celsius Trip { get; init; } = Celsius.FromDegrees(105);

    /// <summary>Leakage that follows temperature.</summary>
    public IReadOnlyList<BlockLeakage> Leakages { get; init; } = [];
}
