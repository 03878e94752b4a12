using DeepStack.Sim.Memory.Control;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>The state of one bank, in clocks of the DRAM.</summary>
internal sealed class StackBank
{
    private const long Never = long.MaxValue / 4;

    private ConflictHabit _habit;

    /// <summary>The open row; -1 where closed.</summary>
    public int Row { get; set; } = -1;

    /// <summary>From when the row may be opened.</summary>
    public long ActivateAfter { get; set; }

    /// <summary>From when columns may be accessed.</summary>
    public long ColumnAfter { get; set; }

    /// <summary>From when the row may be closed.</summary>
    public long PrechargeAfter { get; set; }

    /// <summary>The last activation.</summary>
    public long ActivatedAt { get; set; } = -Never;

    /// <summary>When the row policy wants the row closed.</summary>
    public long CloseAt { get; set; } = Never;

    /// <summary>Whether the bank waits for a refresh and takes nothing new.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the last outcomes speak for closing the row early.</summary>
    public bool ExpectsConflict => _habit.ExpectsConflict;

    /// <summary>Remembers whether the row left open was in the way or of use.</summary>
    public void Learn(bool wasConflict) => _habit.Learn(wasConflict);
}
