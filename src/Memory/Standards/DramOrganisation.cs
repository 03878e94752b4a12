using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>What one channel consists of, as its controller sees it.</summary>
/// <param name="Ranks">Ranks, or pseudo channels that share the command buses; 1 or more.</param>
/// <param name="Stacks">Stack identifiers (SID) in a rank; 1 where there is no such level.</param>
/// <param name="Groups">Bank groups in a stack; 1 where there are none.</param>
/// <param name="BanksPerGroup">Banks in a group.</param>
/// <param name="Rows">Rows in a bank.</param>
/// <param name="Columns">Accesses in a row.</param>
/// <param name="Access">Data of one column command.</param>
public sealed record DramOrganisation(int Ranks, int Stacks, int Groups, int BanksPerGroup, int Rows, int Columns, Bytes Access)
{
    /// <summary>Banks in a rank; at most 64.</summary>
    public int BanksPerRank => Stacks * Groups * BanksPerGroup;

    /// <summary>Banks in the channel, numbered rank-major, then stack, group and bank in the group.</summary>
    public int Banks => Ranks * BanksPerRank;

    /// <summary>Data in one row.</summary>
    public Bytes Row => Access * Columns;

    /// <summary>Data in the channel.</summary>
    public Bytes Capacity => Row * Rows * Banks;
}
