using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What a design must keep beside the memory of its devices, which always counts.</summary>
public sealed record DesignLimits
{
    /// <summary>The most that a device may draw; null for no limit.</summary>
    public Power? Power { get; init; }

    /// <summary>The hottest that a block of a device may be; null for no limit.</summary>
    public Celsius? Temperature { get; init; }

    /// <summary>Who says how hot it is.</summary>
    public HeatJudge Judge { get; init; }

    /// <summary>The most area that the logic of a device may take; null for no limit.</summary>
    public Area? Area { get; init; }

    /// <summary>What of it no axis changes.</summary>
    public Area FixedArea { get; init; }
}
