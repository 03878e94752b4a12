namespace DeepStack.Sim.Engine.Scenarios;

/// <summary>How the time of a step is found.</summary>
public enum Fidelity
{
    /// <summary>Every stage, memory command and packet is simulated.</summary>
    Event,

    /// <summary>Composed of parts that were simulated for sizes on a grid.</summary>
    Sampled,

    /// <summary>The same programs, timed in closed form.</summary>
    Analytical,
}
