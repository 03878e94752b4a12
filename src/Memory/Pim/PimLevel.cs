namespace DeepStack.Sim.Memory.Pim;

/// <summary>Where processing units sit.</summary>
public enum PimLevel
{
    /// <summary>Beside every bank: one command multiplies an access of each bank of a rank at the same time.</summary>
    Bank,

    /// <summary>At every rank: it multiplies what comes over the data lines of its rank, bank after bank.</summary>
    Rank,
}
