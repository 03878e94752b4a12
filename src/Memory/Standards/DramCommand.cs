namespace DeepStack.Sim.Memory.Standards;

/// <summary>What a controller can tell a DRAM to do.</summary>
public enum DramCommand : byte
{
    /// <summary>Opens a row (ACT; ACT1 where an activation takes two commands).</summary>
    Activate,

    /// <summary>The second half of an activation (ACT2), where a standard has one.</summary>
    ActivateSecond,

    /// <summary>Reads one access from the open row (RD).</summary>
    Read,

    /// <summary>Writes one access to the open row (WR).</summary>
    Write,

    /// <summary>Starts the data clock before a column command (CAS), where a standard has one.</summary>
    ColumnSync,

    /// <summary>Closes the row of one bank (PRE).</summary>
    Precharge,

    /// <summary>Closes the rows of all banks of a rank or pseudo channel (PREab).</summary>
    PrechargeAll,

    /// <summary>Refreshes all banks of a rank or pseudo channel (REFab).</summary>
    RefreshAll,

    /// <summary>Refreshes one bank (REFpb).</summary>
    RefreshBank,
}
