using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Events;

/// <summary>Something that happens once; processes waiting for it go on in the order they came.</summary>
public sealed class Signal : Waitable, IEventHandler
{
    private readonly List<Waiter> _waiting = [];
    private long _tickets;

    /// <summary>Whether it has happened.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Makes it happen, at the present instant; a second time changes nothing.</summary>
    public void Set()
    {
        if (IsSet) return;
        IsSet = true;
        foreach (Waiter waiter in _waiting)
        {
            if (waiter.Limit != EventId.None) waiter.Process.CancelLimit(waiter.Limit);
            waiter.Process.Resume();
        }
        _waiting.Clear();
    }

    /// <summary>A time limit has come before the signal: whoever holds the ticket goes on.</summary>
    void IEventHandler.Handle(long payload)
    {
        int index = 0;
        while (_waiting[index].Ticket != payload) index++;
        Process process = _waiting[index].Process;
        _waiting.RemoveAt(index);
        process.Handle(0);
    }

    internal override bool Register(Process process, Duration limit)
    {
        if (IsSet) return true;
        long ticket = _tickets++;
        EventId limitEvent = limit == Duration.MaxValue ? EventId.None : process.ScheduleLimit(limit, this, ticket);
        _waiting.Add(new Waiter(process, limitEvent, ticket));
        return false;
    }

    private readonly record struct Waiter(Process Process, EventId Limit, long Ticket);
}
