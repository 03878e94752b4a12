using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Collectives;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Platform;

namespace DeepStack.Sim.Engine.Detailed;

/// <summary>Plays collectives: all devices of a group begin at once, and their packets meet on the network.</summary>
/// <remarks>
/// The algorithm is that of the machine's rules, or the one of the shortest predicted time. Equal devices reach a collective at the same instant and find the network
/// idle, so a second collective of the same kind, size and group takes exactly as long as the first: it is played once and its time is
/// kept. Equal groups that share no link with the first one are folded onto it; if any shares one, all of them are played.
/// </remarks>
internal sealed class CollectivePlayer
{
    private readonly PlatformSpec _platform;
    private readonly CollectiveSelection _selection;
    private readonly Dictionary<(CollectiveKind, Bytes, RankGroup, IReadOnlyList<double>, bool), PlayedCollective> _played = [];

    /// <param name="platform">The machine.</param>
    public CollectivePlayer(PlatformSpec platform)
    {
        _platform = platform;
        _selection = new CollectiveSelection(platform);
    }

    /// <summary>How long a collective takes beside a product, in chunks.</summary>
    public ChunkedExchange BesideProduct(CollectiveStep step, int chunks, bool isBefore) => ChunkedExchange.Of(_platform, step, chunks, isBefore, part => Play(part).Elapsed);

    /// <summary>A product as it goes beside an exchange.</summary>
    public Kernel BesideExchange(Kernel product) => product.AtShare(_platform.FusedExchange.ProductShare);

    /// <summary>How a collective goes.</summary>
    public PlayedCollective Play(CollectiveStep step)
    {
        if (!_played.TryGetValue(step.Key, out PlayedCollective? played))
            _played[step.Key] = played = Simulate(step);
        return played;
    }

    private PlayedCollective Simulate(CollectiveStep step)
    {
        SelectedCollective selected = _selection.Select(step);
        RankGroup group = selected.Group;
        var world = new Simulation();
        var network = new PacketNetwork(world, _platform.Network);
        CollectiveRun[] runs = [.. Enumerable.Range(0, group.Groups).Select(g =>
            new CollectiveRun(world, network, selected.Choice.Schedule, [.. Enumerable.Range(0, group.Count).Select(rank => group.DeviceOf(g, rank))], selected.Costs))];
        foreach (CollectiveRun run in runs) run.EnterAll();
        world.RunToEnd();
        return new PlayedCollective(selected.Elapsed(runs.Max(run => run.Finish) - SimTime.Zero), selected.SentPerRank, selected.LinkBytesPerRank, selected.Choice.Algorithm.Name);
    }
}
