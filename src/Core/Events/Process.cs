using System.Runtime.CompilerServices;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>Control flow over simulated time, written as an <c>async Process</c> method that awaits a <see cref="Wait"/> wherever time passes.</summary>
/// <remarks>
/// Calling the method runs nothing of it; <see cref="Simulation.Start"/> does. Each wait costs one event, also when what it waits for is
/// already there: the process goes on later at the same instant. An exception leaves through the running simulation.
/// </remarks>
[AsyncMethodBuilder(typeof(ProcessBuilder))]
public abstract class Process : IEventHandler
{
    // Where 100,000 processes take turns, each byte here counts: with the method's state they are to lie in two cache lines.
    private Simulation? _simulation;
    private Signal? _completion;
    private EventRank _rank;

    private protected Process()
    {
    }

    /// <summary>Set when the process has run to its end.</summary>
    public Signal Completion => _completion ??= new Signal();

    /// <inheritdoc/>
    public abstract void Handle(long payload);

    /// <summary>Begins to live in a world: the first part runs at the present instant, after the event under way.</summary>
    internal void Begin(Simulation simulation, EventRank rank)
    {
        if (_simulation is not null) throw new InvalidOperationException("A process is started once; call its method again for another.");
        _simulation = simulation;
        _rank = rank;
        Resume();
    }

    /// <summary>Begins to wait.</summary>
    internal void Enter(Wait wait)
    {
        if (wait.Target is null) _simulation!.Schedule(wait.Delay, this, rank: _rank);
        else if (wait.Target.Register(this, wait.Delay)) Resume();
    }

    /// <summary>Lets the process go on at the present instant, because what it waited for has come.</summary>
    internal void Resume() => _simulation!.Schedule(_simulation.Now, this, rank: _rank);

    /// <summary>Schedules the end of a limited wait at the rank of this process.</summary>
    internal EventId ScheduleLimit(Duration limit, IEventHandler handler, long payload) => _simulation!.Schedule(limit, handler, payload, _rank);

    /// <summary>Withdraws the end of a limited wait.</summary>
    internal void CancelLimit(EventId limit) => _simulation!.Cancel(limit);
}
