namespace DeepStack.Sim.Core.Events;

/// <summary>The order of events at one instant: smaller ranks first, equal ranks in the order they were scheduled.</summary>
/// <remarks>
/// Any value from 0 to 63 is a rank. The three named ones make a decision see the whole instant: work ends,
/// its results are delivered, and only then does anybody choose what to do next.
/// </remarks>
public enum EventRank : byte
{
    /// <summary>Before everything else at an instant.</summary>
    First = 0,

    /// <summary>Something that was under way ends.</summary>
    Complete = 16,

    /// <summary>A result, message or item arrives; the default.</summary>
    Deliver = 32,

    /// <summary>A decision that must see all that arrived at this instant.</summary>
    Schedule = 48,

    /// <summary>After everything else at an instant.</summary>
    Last = 63,
}
