using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events.Programs;

/// <summary>A random program of plain events: ties, ranks, cancels, stops, and a driver that looks at the kernel between runs.</summary>
internal sealed class EventProgram : IEventHandler
{
    private static readonly EventRank[] Ranks = [EventRank.First, EventRank.Complete, EventRank.Deliver, EventRank.Deliver, EventRank.Schedule, EventRank.Last];

    private readonly Simulation _simulation;
    private readonly RandomStream _random;
    private readonly long _longestDelay;
    private readonly List<(EventId Id, int Rank)> _scheduled = [];
    private readonly List<KernelRecord> _records = [];
    private int _budget;

    private EventProgram(Simulation simulation, ulong seed, int budget)
    {
        _simulation = simulation;
        _random = new RandomStream(seed, "event program");
        _budget = budget;
        long[] delays = [1, 4, 64, 70, 5_000, 1L << 20, 1L << 33];
        _longestDelay = delays[_random.NextInteger(delays.Length)];
    }

    /// <summary>Runs the program of a seed.</summary>
    /// <param name="events">The kernel.</param>
    /// <param name="seed">Which program.</param>
    /// <param name="budget">How many events it may schedule in all.</param>
    public static List<KernelRecord> Run(IEventList events, ulong seed, int budget)
    {
        var program = new EventProgram(new Simulation(events), seed, budget);
        program.Drive();
        return program._records;
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        _records.Add(new KernelRecord(_simulation.Now.Picoseconds, _scheduled[(int)payload].Rank, 0, payload));
        long successors = _random.NextInteger(8) == 0 ? 3 : _random.NextInteger(3);
        for (long i = 0; i < successors; i++) ScheduleOne(_simulation.Now);
        if (_random.NextInteger(5) == 0) CancelOne();
        if (_random.NextInteger(200) == 0) _simulation.Stop();
    }

    private void Drive()
    {
        for (int i = 0; i < 20; i++) ScheduleOne(_simulation.Now);
        while (_simulation.PendingCount > 0)
        {
            SimTime bound = _simulation.Now + Duration.FromPicoseconds(_random.NextInteger(_longestDelay * 2 + 2) - 1);
            if (_random.NextInteger(20) == 0) _simulation.RunToEnd();
            else _simulation.RunUntil(bound);
            Look();
            for (long i = _random.NextInteger(4); i > 0; i--) ScheduleOne(_simulation.Now);
            if (_random.NextInteger(4) == 0) ScheduleOne(bound);
            if (_random.NextInteger(100) == 0) CancelAll();
        }
        _simulation.RunToEnd();
        Look();
    }

    private void ScheduleOne(SimTime from)
    {
        if (_budget-- <= 0) return;
        EventRank rank = Ranks[_random.NextInteger(Ranks.Length)];
        long delay = _random.NextInteger(3) == 0 ? 0 : _random.NextInteger(_longestDelay);
        SimTime time = SimTime.Max(from, _simulation.Now) + Duration.FromPicoseconds(delay);
        _scheduled.Add((_simulation.Schedule(time, this, _scheduled.Count, rank), (int)rank));
    }

    private void CancelOne()
    {
        int which = _random.NextInteger(2) == 0 ? _scheduled.Count - 1 : (int)_random.NextInteger(_scheduled.Count);
        _records.Add(new KernelRecord(_simulation.Now.Picoseconds, 0, -2, _simulation.Cancel(_scheduled[which].Id) ? which : ~which));
    }

    private void CancelAll()
    {
        foreach ((EventId id, _) in _scheduled) _simulation.Cancel(id);
        ScheduleOne(_simulation.Now);
        Look();
    }

    private void Look()
    {
        _records.Add(new KernelRecord(_simulation.Now.Picoseconds, 0, -1, _simulation.PendingCount));
        _records.Add(new KernelRecord(_simulation.Now.Picoseconds, 0, -3, _simulation.ProcessedCount));
    }
}
