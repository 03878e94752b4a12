namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The timings of a stack's banks in clocks of the DRAM.</summary>
public sealed record StackTimings
{
    /// <summary>tRCD by tier: activation to column; one number where all rows are alike.</summary>
    public required IReadOnlyList<long> RowToColumn { get; init; }

    /// <summary>tCL: read to data.</summary>
    public required long ReadLatency { get; init; }

    /// <summary>tCWL: write to data.</summary>
    public required long WriteLatency { get; init; }

    /// <summary>tBL: clocks that one access occupies.</summary>
    public required long Burst { get; init; }

    /// <summary>tRAS: activation to precharge.</summary>
    public required long RowActive { get; init; }

    /// <summary>tRP: precharge to activation.</summary>
    public required long RowPrecharge { get; init; }

    /// <summary>tRC: activation to activation of one bank.</summary>
    public required long RowCycle { get; init; }

    /// <summary>tRTP: read to precharge.</summary>
    public required long ReadToPrecharge { get; init; }

    /// <summary>tWR: end of written data to precharge.</summary>
    public required long WriteRecovery { get; init; }

    /// <summary>tWTR: end of written data to read.</summary>
    public required long WriteToRead { get; init; }

    /// <summary>tRTW: last read command to write command.</summary>
    public required long ReadToWrite { get; init; }

    /// <summary>tRRD: activation to activation in one layer of a port.</summary>
    public required long ActivateToActivate { get; init; }

    /// <summary>tRFC: a refresh.</summary>
    public required long Refresh { get; init; }

    /// <summary>tREFI: between two refreshes of the same banks, at the normal temperature.</summary>
    public required long RefreshInterval { get; init; }

    /// <summary>The longest activation to column of all tiers.</summary>
    public long SlowestRowToColumn => RowToColumn.Max();

    /// <summary>From the last column of a row to the first of another row in the same bank, when nothing else delays it.</summary>
    /// <param name="readRow">Clocks that reading the row takes.</param>
    public long Recharge(long readRow)
    {
        long cycle = Math.Max(ReadToPrecharge + RowPrecharge, RowCycle - SlowestRowToColumn - (readRow - Burst)) + SlowestRowToColumn;
        return Math.Max(cycle, RowActive + RowPrecharge - (readRow - Burst)) - Burst;
    }
}
