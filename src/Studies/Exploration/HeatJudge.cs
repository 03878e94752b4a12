namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Who says how hot a device becomes.</summary>
public enum HeatJudge
{
    /// <summary>The thermal stack that the machine names, at steady state with its leakage.</summary>
    Stack,

    /// <summary>One thermal resistance that grows with the number of DRAM layers, as in DeepStack's artifact.</summary>
    OneNumber,
}
