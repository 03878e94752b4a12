namespace DeepStack.Sim.Memory.Control;

/// <summary>The schedulers a channel can have.</summary>
public enum SchedulerKind
{
    /// <summary>Ramulator 2.1's rules, FRFCFS.</summary>
    Ramulator,

    /// <summary>Ramulator 2.1's rules, FRFCFS-RowHit.</summary>
    RamulatorRowHit,

    /// <summary>DRAMsim3's rules.</summary>
    DramSim3,

    /// <summary>Row hits first, then the oldest.</summary>
    FrFcfs,

    /// <summary>As <see cref="FrFcfs"/>, with at most 16 hits of a row while an older request wants another.</summary>
    FrFcfsCap,

    /// <summary>Opening and closing rows first, so that many banks work side by side.</summary>
    BankParallel,
}
