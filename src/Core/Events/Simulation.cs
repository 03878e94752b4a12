using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>One simulated world: the clock, its pending events and the processes living in it.</summary>
/// <remarks>Models are written once against this class; only the composition root chooses the event list behind it.</remarks>
public sealed class Simulation
{
    private readonly IEventList _events;

    /// <param name="events">The kernel to run on.</param>
    public Simulation(IEventList events) => _events = events;

    /// <summary>A world on the chosen kernel.</summary>
    public Simulation()
        : this(KernelChoice.Create())
    {
    }

    /// <summary>The present instant.</summary>
    public SimTime Now => _events.Now;

    /// <summary>Events waiting to run.</summary>
    public int PendingCount => _events.PendingCount;

    /// <summary>Events run so far.</summary>
    public long ProcessedCount => _events.ProcessedCount;

    /// <summary>Schedules an event at an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies in the past.</exception>
    public EventId Schedule(SimTime time, IEventHandler handler, long payload = 0, EventRank rank = EventRank.Deliver) =>
        _events.Schedule(time, rank, handler, payload);

    /// <summary>Schedules an event after a delay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public EventId Schedule(Duration delay, IEventHandler handler, long payload = 0, EventRank rank = EventRank.Deliver) =>
        _events.Schedule(_events.Now + delay, rank, handler, payload);

    /// <summary>Withdraws an event; false if it has already run or been cancelled.</summary>
    public bool Cancel(EventId id) => _events.Cancel(id);

    /// <summary>Starts a process; its first part runs at the present instant, after the event under way.</summary>
    /// <param name="process">What an <c>async Process</c> method returned.</param>
    /// <param name="rank">The rank at which it resumes after every wait.</param>
    public Process Start(Process process, EventRank rank = EventRank.Deliver)
    {
        ArgumentNullException.ThrowIfNull(process);
        process.Begin(this, rank);
        return process;
    }

    /// <summary>Runs every event before an instant and sets the clock to it; events at the instant stay pending.</summary>
    public void RunUntil(SimTime bound) => _events.RunUntil(bound);

    /// <summary>Runs until nothing is pending.</summary>
    public void RunToEnd() => _events.RunToEnd();

    /// <summary>Ends the run after the present event.</summary>
    public void Stop() => _events.Stop();
}
