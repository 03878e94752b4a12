namespace DeepStack.Sim.Memory.Standards;

/// <summary>How commands reach the DRAM.</summary>
public sealed record CommandBus
{
    /// <summary>Command slots in one clock: 1, or 2 where commands may start at half clocks.</summary>
    public int TicksPerClock { get; init; } = 1;

    /// <summary>Whether column commands have a bus of their own beside the row commands.</summary>
    public bool IsSplit { get; init; }

    /// <summary>Ticks that each command occupies on its bus, indexed by command.</summary>
    public IReadOnlyList<int> Ticks { get; init; } = [.. Enumerable.Repeat(1, DramCommands.Count)];

    /// <summary>Whether each command may start only on odd ticks, indexed by command.</summary>
    public IReadOnlyList<bool> OnlyOddTicks { get; init; } = [.. Enumerable.Repeat(false, DramCommands.Count)];

    /// <summary>Whether an activation takes two commands.</summary>
    public bool ActivatesTwice { get; init; }

    /// <summary>Whether a data clock must run before column commands.</summary>
    public bool HasDataClock { get; init; }

    /// <summary>The timings without which commands and their data cannot be timed.</summary>
    public IReadOnlyList<string> NeededTimings => ActivatesTwice ? ["tCL", "tCWL", "tBL", "tAAD", "tCAS", "tWCKPST"] : ["tCL", "tCWL", "tBL"];
}
