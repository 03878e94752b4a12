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
}
