using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Disaggregation;

namespace DeepStack.Sim.Serving.Tests.Disaggregation;

/// <summary>Moves every block in the same time, and remembers what it was asked for.</summary>
internal sealed class RecordedTransport(Simulation simulation, Duration perBlock) : IKvTransport
{
    public List<(KvMove Move, SimTime Begun)> Moves { get; } = [];

    public void Begin(in KvMove move, IEventHandler handler, long payload)
    {
        Moves.Add((move, simulation.Now));
        // Layer by layer, all but the last of four layers goes while the step runs.
        SimTime end = move.Kind == KvMoveKind.Layerwise && move.ComputedTo > simulation.Now
            ? SimTime.Max(move.ComputedFrom + perBlock * move.Blocks, move.ComputedTo + perBlock * move.Blocks / 4)
            : simulation.Now + perBlock * move.Blocks;
        simulation.Schedule(end, handler, payload);
    }
}
