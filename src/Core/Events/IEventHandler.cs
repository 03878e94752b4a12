namespace DeepStack.Sim.Core.Events;

/// <summary>A component that acts when an event scheduled for it is due.</summary>
public interface IEventHandler
{
    /// <summary>Acts on one event.</summary>
    /// <param name="payload">The number given when the event was scheduled, often an index into the component's own pool.</param>
    void Handle(long payload);
}
