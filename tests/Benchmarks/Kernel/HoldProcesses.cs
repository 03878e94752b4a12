using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Benchmarks.Kernel;

/// <summary>The hold model written as processes: each waits for ever again.</summary>
internal sealed class HoldProcesses
{
    private readonly Simulation _simulation = new();
    private readonly DelayTable _delays;
    private long _left;

    public HoldProcesses(DelayTable delays, int pending)
    {
        _delays = delays;
        for (int i = 0; i < pending; i++) _simulation.Start(Live());
    }

    /// <summary>Runs a number of events.</summary>
    public void Run(long events)
    {
        _left = events;
        _simulation.RunToEnd();
    }

    private async Process Live()
    {
        while (true)
        {
            if (--_left == 0) _simulation.Stop();
            await Wait.For(Duration.FromPicoseconds(_delays.Next()));
        }
    }
}
