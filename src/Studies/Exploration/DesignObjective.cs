namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What makes one design better than another at the same batch.</summary>
public enum DesignObjective
{
    /// <summary>Tokens a second of the whole machine.</summary>
    Stps,

    /// <summary>Tokens a second that one user sees; at one batch the same order as <see cref="Stps"/>.</summary>
    Utps,

    /// <summary>Tokens a second of the whole machine for each watt that all its devices draw, which is tokens a joule.</summary>
    StpsPerWatt,
}
