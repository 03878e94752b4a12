using DeepStack.Sim.Compute;
using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Observation;
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
    private readonly Probe? _listener;
    private readonly PlacedProbes? _place;
    private readonly Probe? _probe;
    private readonly Dictionary<(CollectiveKind, Bytes, RankGroup, IReadOnlyList<double>, bool), PlayedCollective> _played = [];

    /// <param name="platform">The machine.</param>
    /// <param name="probe">Who listens to the links of the network, if anybody.</param>
    public CollectivePlayer(PlatformSpec platform, Probe? probe = null)
    {
        _platform = platform;
        _listener = probe;
        _place = probe is null ? null : new PlacedProbes(probe);
        _probe = _place is null ? null : new Probe(_place);
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

    /// <summary>Shows the packets of a collective to whoever listens, by playing it once more.</summary>
    /// <remarks>
    /// What it costs beside its messages comes first. Where a library reaches a share of the links' rate, or a fused exchange takes longer than one by itself,
    /// its packets are stretched to that. Of equal groups that do not meet, the first is shown.
    /// </remarks>
    /// <param name="step">The collective.</param>
    /// <param name="at">When it begins.</param>
    /// <param name="elapsed">How long it goes on there.</param>
    public void Show(CollectiveStep step, SimTime at, Duration elapsed)
    {
        if (_place is null) return;
        PlayedCollective played = Play(step);
        if (played.Messages == Duration.Zero || !_listener!.Hears(at, at + elapsed)) return;
        SelectedCollective selected = _selection.Select(step);
        Duration start = Duration.FromPicoseconds((long)((Int128)selected.Start.Picoseconds * elapsed.Picoseconds / played.Elapsed.Picoseconds));
        _place.Place(at + start, played.Messages, elapsed - start);
        Play(selected, _probe, step.Name);
    }

    private PlayedCollective Simulate(CollectiveStep step)
    {
        SelectedCollective selected = _selection.Select(step);
        Duration messages = Play(selected);
        return new PlayedCollective(selected.Elapsed(messages), messages, selected.SentPerRank, selected.Traffic, selected.Choice.Algorithm.Name);
    }

    /// <summary>The time of the messages at the full rate of the links.</summary>
    private Duration Play(SelectedCollective selected, Probe? probe = null, string packets = "")
    {
        RankGroup group = selected.Group;
        var world = new Simulation();
        var network = new PacketNetwork(world, _platform.Network, probe, packets);
        CollectiveRun[] runs = [.. Enumerable.Range(0, group.Groups).Select(g =>
            new CollectiveRun(world, network, selected.Choice.Schedule, [.. Enumerable.Range(0, group.Count).Select(rank => group.DeviceOf(g, rank))], selected.Costs))];
        foreach (CollectiveRun run in runs) run.EnterAll();
        world.RunToEnd();
        return runs.Max(run => run.Finish) - SimTime.Zero;
    }
}
