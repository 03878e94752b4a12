using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>The kernel seam: pending events in the order (time, rank, insertion) and the loop that runs them.</summary>
/// <remarks>
/// The seam owns the loop rather than handing out one event at a time, so that an implementation may keep a lane for the
/// present instant. Two implementations exist: <see cref="RadixEventList"/> and one over the SimSharp package.
/// </remarks>
public interface IEventList
{
    /// <summary>The name shown by <c>deepstack --version</c>.</summary>
    string Name { get; }

    /// <summary>The present instant.</summary>
    SimTime Now { get; }

    /// <summary>Events scheduled and neither run nor cancelled.</summary>
    int PendingCount { get; }

    /// <summary>Events run so far; cancelled ones do not count.</summary>
    long ProcessedCount { get; }

    /// <summary>Schedules an event.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the past.</exception>
    EventId Schedule(SimTime time, EventRank rank, IEventHandler handler, long payload);

    /// <summary>Withdraws an event; false if it has already run or been cancelled.</summary>
    bool Cancel(EventId id);

    /// <summary>Runs every event before <paramref name="bound"/>, then sets the clock to it; events at the bound stay pending.</summary>
    void RunUntil(SimTime bound);

    /// <summary>Runs until nothing is pending; the clock stays at the last event.</summary>
    void RunToEnd();

    /// <summary>Makes the running loop return after the present event.</summary>
    void Stop();
}
