namespace DeepStack.Sim.Memory.Control;

/// <summary>What a bank has learned about rows left open: a counter between 0 and 3, up when one was in the way, down when one was of use.</summary>
internal struct ConflictHabit
{
    private int _conflicts;

    /// <summary>Whether the last outcomes speak for closing rows early.</summary>
    public readonly bool ExpectsConflict => _conflicts >= 2;

    /// <summary>Remembers an outcome.</summary>
    public void Learn(bool wasConflict) => _conflicts = Math.Clamp(_conflicts + (wasConflict ? 1 : -1), 0, 3);
}
