using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>Control flow over simulated time, written as an iterator that yields its waits.</summary>
/// <remarks>Each wait costs one event, also when what it waits for is already there: the process goes on later at the same instant.</remarks>
public sealed class Process : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly IEnumerator<Wait> _body;
    private readonly EventRank _rank;
    private Signal? _completion;
    private Waitable? _awaited;
    private EventId _limit;

    internal Process(Simulation simulation, IEnumerator<Wait> body, EventRank rank)
    {
        _simulation = simulation;
        _body = body;
        _rank = rank;
    }

    /// <summary>Set when the process has run to its end.</summary>
    public Signal Completion => _completion ??= new Signal();

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        if (_awaited is not null) LeaveWait();
        if (_body.MoveNext())
        {
            Enter(_body.Current);
            return;
        }
        _body.Dispose();
        Completion.Set();
    }

    /// <summary>Lets the process go on at the present instant.</summary>
    internal void Resume()
    {
        _awaited = null;
        if (_limit != EventId.None)
        {
            _simulation.Cancel(_limit);
            _limit = EventId.None;
        }
        _simulation.Schedule(_simulation.Now, this, rank: _rank);
    }

    private void Enter(Wait wait)
    {
        if (wait.Target is null)
        {
            _simulation.Schedule(wait.Delay, this, rank: _rank);
            return;
        }
        if (wait.Target.Register(this))
        {
            _simulation.Schedule(_simulation.Now, this, rank: _rank);
            return;
        }
        _awaited = wait.Target;
        if (wait.Delay != Duration.MaxValue) _limit = _simulation.Schedule(wait.Delay, this, rank: _rank);
    }

    /// <summary>The time limit came first.</summary>
    private void LeaveWait()
    {
        _awaited!.Withdraw(this);
        _awaited = null;
        _limit = EventId.None;
    }
}
