using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.EventKernel.SimSharp;

/// <summary>One scheduled event, as SimSharp's timeout calls it back.</summary>
internal sealed class PendingEvent
{
    private readonly SimSharpEventList _owner;

    public PendingEvent(SimSharpEventList owner) => _owner = owner;

    /// <summary>Who acts; null once the event has been cancelled.</summary>
    public required IEventHandler? Handler { get; set; }

    /// <summary>What the handler is told.</summary>
    public required long Payload { get; init; }

    /// <summary>When it is due, in picoseconds.</summary>
    public required long TimePs { get; init; }

    /// <summary>Its SimSharp priority, which is its rank.</summary>
    public required int Priority { get; init; }

    /// <summary>How many events were scheduled before it.</summary>
    public required long Sequence { get; init; }

    /// <summary>The slot that its identifier names.</summary>
    public required int Slot { get; init; }

    /// <summary>What SimSharp calls when the event is due.</summary>
    public void Due() => _owner.Run(this);
}
