using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>Plays the collectives of a tensor-parallel group: all its devices begin at once, and their packets meet on the network.</summary>
/// <remarks>
/// The algorithm is the one of the shortest predicted time. Equal devices reach a collective at the same instant and find the network
/// idle, so a second collective of the same kind and size takes exactly as long as the first: it is played once and its time is kept.
/// </remarks>
internal sealed class CollectivePlayer
{
    private readonly PlatformSpec _platform;
    private readonly int _ranks;
    private readonly NetworkCostModel _costs;
    private readonly Dictionary<(CollectiveKind Kind, Bytes Size), PlayedCollective> _played = [];

    /// <param name="platform">The machine.</param>
    /// <param name="ranks">Devices that take part; the network's first endpoints.</param>
    public CollectivePlayer(PlatformSpec platform, int ranks)
    {
        _platform = platform;
        _ranks = ranks;
        _costs = new NetworkCostModel(platform.Network, platform.CollectiveStepOverhead);
    }

    /// <summary>How a collective goes.</summary>
    public PlayedCollective Play(CollectiveStep step)
    {
        if (!_played.TryGetValue((step.Collective, step.Size), out PlayedCollective? played))
            _played[(step.Collective, step.Size)] = played = Simulate(step);
        return played;
    }

    private PlayedCollective Simulate(CollectiveStep step)
    {
        CollectiveChoice choice = CollectiveChoice.Rank(new CollectiveRequest(step.Collective, _ranks, step.Size), _costs)[0];
        var world = new Simulation();
        var costs = new CollectiveCosts
        {
            StepOverhead = _platform.CollectiveStepOverhead,
            MemoryRate = _platform.Device.Memory.StreamBandwidth,
        };
        var run = new CollectiveRun(world, new PacketNetwork(world, _platform.Network), choice.Schedule, [.. Enumerable.Range(0, _ranks)], costs);
        run.EnterAll();
        world.RunToEnd();
        return new PlayedCollective(run.Finish - SimTime.Zero, Bytes.FromCount(choice.Schedule.Volume.Count / _ranks), CollectiveTraffic.LinkBytesPerRank(choice.Schedule, _costs), choice.Algorithm.Name);
    }
}
