using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>What a stack's commands and bits cost.</summary>
public sealed record StackEnergies
{
    /// <summary>One activation with its precharge.</summary>
    public Energy Activation { get; init; }

    /// <summary>One bit read, from the open row to the logic.</summary>
    public Energy ReadBit { get; init; }

    /// <summary>One bit written.</summary>
    public Energy WriteBit { get; init; }

    /// <summary>One refresh of one bank.</summary>
    public Energy RefreshBank { get; init; }

    /// <summary>Standing by, the whole stack.</summary>
    public Power Standby { get; init; }

    /// <summary>The energy of some commands, standby apart.</summary>
    public Energy Of(in StackCounts counts, Bytes access)
    {
        double bits = access.Count * 8.0;
        return Activation * counts.Activations + ReadBit * (counts.Reads * bits) + WriteBit * (counts.Writes * bits) + RefreshBank * counts.BankRefreshes;
    }
}
