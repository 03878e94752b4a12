using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The hold model on our kernel: every event schedules one successor.</summary>
internal sealed class HoldHandler : IEventHandler
{
    private readonly Simulation _simulation = new();
    private readonly DelayTable _delays;
    private long _left;

    public HoldHandler(DelayTable delays, int pending)
    {
        _delays = delays;
        for (int i = 0; i < pending; i++) Handle(i);
    }

    /// <summary>Runs a number of events.</summary>
    public void Run(long events)
    {
        _left = events;
        _simulation.RunToEnd();
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        _simulation.Schedule(Duration.FromPicoseconds(_delays.Next()), this, payload);
        if (--_left == 0) _simulation.Stop();
    }
}
