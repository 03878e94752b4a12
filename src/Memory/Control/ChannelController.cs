using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Decides which command a channel gets at every tick; it wakes only at ticks at which something can change.</summary>
public abstract class ChannelController
{
    /// <summary>"Never", small enough to add to.</summary>
    private protected const long Never = long.MaxValue / 4;

    private int _located = -1;
    private DramLocation _location;

    private protected ChannelController(DramSpec spec)
    {
        Spec = spec;
    }

    /// <summary>The channel.</summary>
    public DramSpec Spec { get; }

    /// <summary>What happened so far.</summary>
    public ChannelStatistics Statistics { get; } = new();

    /// <summary>Receives every command; null if nobody wants to know.</summary>
    public CommandLog? Commands { get; init; }

    /// <summary>Receives when each request was taken in and completed; null if nobody wants to know.</summary>
    public RequestLog? Requests { get; init; }

    /// <summary>Ticks for which commands go on after the last completion.</summary>
    public long Aftermath { get; init; }

    /// <summary>Offers a whole trace, in order, head of line first, at most one request a tick, until the last has completed.</summary>
    public void Run(MemoryTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        int head = 0;
        _located = -1;
        long tick = FirstTick;
        long lastTick = long.MaxValue;
        while (tick <= lastTick)
        {
            bool takesFirst = TakesBeforeCommands;
            bool taken = takesFirst && TryTake(trace, ref head, tick);
            if (tick >= NextDecision) Decide(tick);
            if (!takesFirst) taken = TryTake(trace, ref head, tick);
            if (head == trace.Count && IsDrained) lastTick = LastCompletion + Aftermath;
            tick = Math.Max(tick + 1, Math.Min(NextDecision, NextOffer(trace, head, tick, taken)));
        }
        Finish();
    }

    /// <summary>The tick at which the first request may be offered.</summary>
    private protected abstract long FirstTick { get; }

    /// <summary>Whether a request is taken before the commands of its tick rather than after them.</summary>
    private protected abstract bool TakesBeforeCommands { get; }

    /// <summary>The next tick at which <see cref="Decide"/> can have an effect; it may be early, never late.</summary>
    private protected abstract long NextDecision { get; }

    /// <summary>Whether every request taken in has got what ends its latency.</summary>
    private protected abstract bool IsDrained { get; }

    /// <summary>The last tick at which a request completes, of those known.</summary>
    private protected abstract long LastCompletion { get; }

    /// <summary>Issues what is to be issued at a tick.</summary>
    private protected abstract void Decide(long now);

    /// <summary>Takes a request in; false if there is no room.</summary>
    private protected abstract bool TryTake(int request, bool isWrite, in DramLocation location, long now);

    /// <summary>Closes the books.</summary>
    private protected abstract void Finish();

    private bool TryTake(MemoryTrace trace, ref int head, long now)
    {
        if (head == trace.Count || trace.ArrivalOf(head) > now) return false;
        if (_located != head)
        {
            _location = Spec.Map.Locate(trace.AddressOf(head));
            _located = head;
        }
        if (!TryTake(head, trace.IsWrite(head), _location, now)) return false;
        head++;
        return true;
    }

    /// <summary>When the head of the trace can be taken, unless a decision makes room before.</summary>
    private static long NextOffer(MemoryTrace trace, int head, long now, bool taken)
    {
        if (head == trace.Count) return Never;
        long arrival = trace.ArrivalOf(head);
        if (arrival > now) return arrival;
        return taken ? now + 1 : Never;
    }
}
