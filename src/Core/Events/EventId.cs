namespace DeepStack.Sim.Core.Events;

/// <summary>Names one scheduled event, for cancelling it; an identifier is never valid for a second event.</summary>
/// <param name="Slot">Where the event list keeps it.</param>
/// <param name="Generation">Which use of the slot is meant; 0 names no event.</param>
public readonly record struct EventId(int Slot, uint Generation)
{
    /// <summary>No event.</summary>
    public static EventId None => default;
}
