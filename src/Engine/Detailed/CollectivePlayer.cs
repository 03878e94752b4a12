using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Collectives.Algorithms;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>Plays the collectives of a tensor-parallel group: all its devices begin at once, and their packets meet on the network.</summary>
/// <remarks>
/// Equal devices reach a collective at the same instant and find the network idle, so a second collective of the same kind and size takes
/// exactly as long as the first: it is played once and its time is kept.
/// </remarks>
internal sealed class CollectivePlayer
{
    private readonly Simulation _simulation;
    private readonly PlatformSpec _platform;
    private readonly int _ranks;
    private readonly Dictionary<(CollectiveKind Kind, Bytes Size), Duration> _known;

    /// <param name="simulation">The world.</param>
    /// <param name="platform">The machine.</param>
    /// <param name="ranks">Devices that take part; the network's first endpoints.</param>
    /// <param name="known">Collectives that have been played, shared between runs of the same machine.</param>
    public CollectivePlayer(Simulation simulation, PlatformSpec platform, int ranks, Dictionary<(CollectiveKind Kind, Bytes Size), Duration> known)
    {
        _simulation = simulation;
        _platform = platform;
        _ranks = ranks;
        _known = known;
    }

    /// <summary>Starts a collective on all devices.</summary>
    public void Start(CollectiveStep step, IEventHandler whenDone, long payload)
    {
        if (!_known.TryGetValue((step.Collective, step.Size), out Duration elapsed))
            _known[(step.Collective, step.Size)] = elapsed = Play(step);
        _simulation.Schedule(elapsed, whenDone, payload);
    }

    /// <summary>What each device sends.</summary>
    public Bytes SentPerRank(CollectiveStep step) => Bytes.FromCount(ScheduleOf(step).Volume.Count / _ranks);

    /// <summary>How the collective is done, for reports.</summary>
    public string AlgorithmOf(CollectiveStep step) => ScheduleOf(step).Algorithm;

    private Duration Play(CollectiveStep step)
    {
        var world = new Simulation();
        var costs = new CollectiveCosts
        {
            StepOverhead = _platform.CollectiveStepOverhead,
            MemoryRate = _platform.Device.Memory.StreamBandwidth,
        };
        var run = new CollectiveRun(world, new PacketNetwork(world, _platform.Network), ScheduleOf(step), [.. Enumerable.Range(0, _ranks)], costs);
        run.EnterAll();
        world.RunToEnd();
        return run.Finish - SimTime.Zero;
    }

    private CollectiveSchedule ScheduleOf(CollectiveStep step) =>
        AlgorithmFor(step.Collective).Build(new CollectiveRequest(step.Collective, _ranks, step.Size));

    private static ICollectiveAlgorithm AlgorithmFor(CollectiveKind kind) => kind switch
    {
        CollectiveKind.AllReduce => new RingAllReduce(),
        CollectiveKind.AllGather => new RingAllGather(),
        _ => throw new NotSupportedException($"Device programs do not use {kind}."),
    };
}
