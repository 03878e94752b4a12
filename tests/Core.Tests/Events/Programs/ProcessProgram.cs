using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Tests.Events.Programs;

/// <summary>A random program of processes that share stores, resources and signals, with time limits, spawning and joining.</summary>
internal sealed class ProcessProgram
{
    private static readonly EventRank[] Ranks = [EventRank.Complete, EventRank.Deliver, EventRank.Deliver, EventRank.Schedule];

    private readonly Simulation _simulation;
    private readonly RandomStream _random;
    private readonly Store<long>[] _stores = [new(), new(), new()];
    private readonly Resource[] _resources = [new(1), new(2), new(3)];
    private readonly List<KernelRecord> _records = [];
    private int _steps;
    private int _spawned;

    private ProcessProgram(Simulation simulation, ulong seed, int steps)
    {
        _simulation = simulation;
        _random = new RandomStream(seed, "process program");
        _steps = steps;
    }

    /// <summary>Runs the program of a seed.</summary>
    /// <param name="events">The kernel.</param>
    /// <param name="seed">Which program.</param>
    /// <param name="processes">How many begin at once.</param>
    /// <param name="steps">How many waits all processes may do together.</param>
    public static List<KernelRecord> Run(IEventList events, ulong seed, int processes, int steps)
    {
        var program = new ProcessProgram(new Simulation(events), seed, steps);
        for (int i = 0; i < processes; i++) program.Spawn();
        program._simulation.RunToEnd();
        program.Record(0, -1, program._simulation.ProcessedCount);
        return program._records;
    }

    private Process Spawn()
    {
        EventRank rank = Ranks[_random.NextInteger(Ranks.Length)];
        return _simulation.Start(Live(_spawned++, rank), rank);
    }

    private async Process Live(int source, EventRank rank)
    {
        while (_steps-- > 0)
        {
            Record((int)rank, source, _steps);
            switch (_random.NextInteger(7))
            {
                case 0:
                    Store<long> full = _stores[_random.NextInteger(_stores.Length)];
                    full.Put(source);
                    break;
                case 1:
                    Store<long> store = _stores[_random.NextInteger(_stores.Length)];
                    store.Put(~source);
                    await Wait.For(store);
                    Record((int)rank, source, store.Take());
                    break;
                case 2:
                    Resource resource = _resources[_random.NextInteger(_resources.Length)];
                    await Wait.For(resource);
                    Record((int)rank, source, resource.Available);
                    await Wait.For(ShortDelay());
                    resource.Release();
                    break;
                case 3:
                    Process child = Spawn();
                    await Wait.For(child.Completion, ShortDelay());
                    Record((int)rank, source, child.Completion.IsSet ? 1 : 0);
                    break;
                default:
                    await Wait.For(ShortDelay());
                    break;
            }
        }
    }

    private Duration ShortDelay() => Duration.FromPicoseconds(_random.NextInteger(4));

    private void Record(int rank, int source, long tag) => _records.Add(new KernelRecord(_simulation.Now.Picoseconds, rank, source, tag));
}
