using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The hold model with a handler object of its own behind every pending event, as processes have.</summary>
internal sealed class HoldHandlers
{
    private readonly Simulation _simulation = new();
    private readonly DelayTable _delays;
    private long _left;

    public HoldHandlers(DelayTable delays, int pending)
    {
        _delays = delays;
        for (int i = 0; i < pending; i++) new Component(this).Handle(i);
    }

    /// <summary>Runs a number of events.</summary>
    public void Run(long events)
    {
        _left = events;
        _simulation.RunToEnd();
    }

    private sealed class Component(HoldHandlers owner) : IEventHandler
    {
        public void Handle(long payload)
        {
            owner._simulation.Schedule(Duration.FromPicoseconds(owner._delays.Next()), this, payload);
            if (--owner._left == 0) owner._simulation.Stop();
        }
    }
}
