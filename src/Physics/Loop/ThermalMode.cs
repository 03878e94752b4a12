namespace DeepStack.Sim.Physics.Loop;

/// <summary>How closely temperatures follow power during a run.</summary>
public enum ThermalMode
{
    /// <summary>Not at all: nominal refresh, full clock.</summary>
    Off,

    /// <summary>Every span of power is taken as if it lasted for ever: the hottest that it could make.</summary>
    Steady,

    /// <summary>The full network in time.</summary>
    Transient,

    /// <summary>Exponentials fitted to the full network: for long runs.</summary>
    Reduced,
}
