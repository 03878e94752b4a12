using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Interconnect.Packets;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>Plays one collective schedule on a packet network: sends every message when its rank is there and all it waits for is complete.</summary>
/// <remarks>A rank has finished when every message it sends or receives is complete and worked in.</remarks>
public sealed class CollectiveRun : IEventHandler
{
    private const long Begin = 0;
    private const long Arrived = 1;
    private const long WorkedIn = 2;

    private readonly Simulation _simulation;
    private readonly PacketNetwork _network;
    private readonly CollectiveSchedule _schedule;
    private readonly IReadOnlyList<int> _nodes;
    private readonly CollectiveCosts _costs;
    private readonly IEventHandler? _handler;
    private readonly long _payload;
    private readonly int[] _missing;
    private readonly int[] _openOfRank;
    private readonly SimTime[] _finishes;
    private readonly List<int>[] _waiting;
    private readonly List<int>[] _firstOfRank;
    private int _unfinishedRanks;

    /// <param name="simulation">The world.</param>
    /// <param name="network">What carries the messages.</param>
    /// <param name="schedule">What to play.</param>
    /// <param name="nodes">The network node of every rank.</param>
    /// <param name="costs">What messages cost on the devices.</param>
    /// <param name="handler">Told when the last rank has finished, if anybody.</param>
    /// <param name="payload">What it is told.</param>
    public CollectiveRun(
        Simulation simulation, PacketNetwork network, CollectiveSchedule schedule, IReadOnlyList<int> nodes, CollectiveCosts costs, IEventHandler? handler = null, long payload = 0)
    {
        _simulation = simulation;
        _network = network;
        _schedule = schedule;
        _nodes = nodes;
        _costs = costs;
        _handler = handler;
        _payload = payload;
        int messages = schedule.Messages.Count;
        _missing = new int[messages];
        _waiting = ListsOf(messages);
        _firstOfRank = ListsOf(schedule.Ranks);
        _openOfRank = [.. Enumerable.Repeat(1, schedule.Ranks)];
        _finishes = new SimTime[schedule.Ranks];
        _unfinishedRanks = schedule.Ranks;
        for (int i = 0; i < messages; i++) Prepare(i, schedule.Messages[i]);
    }

    /// <summary>Whether every rank has finished.</summary>
    public bool IsComplete => _unfinishedRanks == 0;

    /// <summary>When a rank finished; valid once it has.</summary>
    public SimTime FinishOf(int rank) => _finishes[rank];

    /// <summary>When the last rank finished; valid once complete.</summary>
    public SimTime Finish => _finishes.Max();

    /// <summary>All ranks begin at the present instant.</summary>
    public void EnterAll()
    {
        for (int rank = 0; rank < _schedule.Ranks; rank++) Enter(rank);
    }

    /// <summary>A rank begins at the present instant; called once for each.</summary>
    public void Enter(int rank)
    {
        foreach (int message in _firstOfRank[rank]) Release(message);
        CloseOne(rank);
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        int number = (int)(payload >> 2);
        CollectiveMessage message = _schedule.Messages[number];
        switch (payload & 3)
        {
            case Begin:
                _network.Send(_nodes[message.From], _nodes[message.To], message.Size, this, TokenOf(number, Arrived));
                break;
            case Arrived:
                CloseOne(message.From);
                Duration local = _costs.AfterArrivalOf(message);
                if (local > Duration.Zero) _simulation.Schedule(local, this, TokenOf(number, WorkedIn));
                else Complete(number, message);
                break;
            default:
                Complete(number, message);
                break;
        }
    }

    private static long TokenOf(int message, long stage) => (long)message << 2 | stage;

    private void Prepare(int number, CollectiveMessage message)
    {
        _missing[number] = message.After.Count + 1;
        foreach (int before in message.After) _waiting[before].Add(number);
        _firstOfRank[message.From].Add(number);
        _openOfRank[message.From]++;
        _openOfRank[message.To]++;
    }

    private void Complete(int number, CollectiveMessage message)
    {
        foreach (int next in _waiting[number]) Release(next);
        CloseOne(message.To);
    }

    private void CloseOne(int rank)
    {
        if (--_openOfRank[rank] > 0) return;
        _finishes[rank] = _simulation.Now;
        if (--_unfinishedRanks == 0 && _handler is not null) _simulation.Schedule(_simulation.Now, _handler, _payload);
    }

    /// <summary>One thing less to wait for; after the last, the message is sent by a new event.</summary>
    private void Release(int number)
    {
        if (--_missing[number] == 0) _simulation.Schedule(_costs.StepOverhead, this, TokenOf(number, Begin));
    }

    private static List<int>[] ListsOf(int count)
    {
        var lists = new List<int>[count];
        for (int i = 0; i < count; i++) lists[i] = [];
        return lists;
    }
}
