using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Tests.Collectives;

/// <summary>Carries the data of a schedule along, in a random order that respects its dependencies, and says what every rank ends with.</summary>
/// <remarks>A chunk's content is the multiset of ranks whose contributions are summed in it: a number per rank.</remarks>
internal sealed class ScheduleProof
{
    private readonly CollectiveSchedule _schedule;
    private readonly Dictionary<(int Rank, int Chunk), int[]> _state = [];

    private ScheduleProof(CollectiveSchedule schedule) => _schedule = schedule;

    /// <summary>What is wrong at the end; empty if the schedule keeps its promise.</summary>
    public static IReadOnlyList<string> FaultsOf(CollectiveSchedule schedule, ulong seed)
    {
        var proof = new ScheduleProof(schedule);
        proof.Begin();
        proof.Play(new RandomStream(seed, "proof"));
        return proof.Faults();
    }

    private int Ranks => _schedule.Ranks;

    private CollectiveKind Kind => _schedule.Request.Kind;

    private void Begin()
    {
        for (int chunk = 0; chunk < _schedule.Chunks.Count; chunk++)
        {
            bool everybody = Kind is CollectiveKind.AllReduce or CollectiveKind.ReduceScatter;
            for (int rank = 0; rank < Ranks; rank++)
            {
                int[] content = new int[Ranks];
                if (everybody || _schedule.Owners[chunk] == rank) content[rank] = 1;
                _state[(rank, chunk)] = content;
            }
        }
    }

    private void Play(RandomStream random)
    {
        int[] missing = [.. _schedule.Messages.Select(m => m.After.Count)];
        var ready = Enumerable.Range(0, missing.Length).Where(i => missing[i] == 0).ToList();
        var waiting = _schedule.Messages.SelectMany((m, i) => m.After.Select(before => (before, i))).ToLookup(p => p.before, p => p.i);
        while (ready.Count > 0)
        {
            int pick = (int)(random.NextDouble() * ready.Count);
            int number = ready[pick];
            ready.RemoveAt(pick);
            Carry(_schedule.Messages[number]);
            ready.AddRange(waiting[number].Where(next => --missing[next] == 0));
        }
        Assert.All(missing, count => Assert.Equal(0, count));
    }

    private void Carry(CollectiveMessage message)
    {
        foreach (int chunk in message.Chunks)
        {
            int[] sent = _state[(message.From, chunk)], held = _state[(message.To, chunk)];
            _state[(message.To, chunk)] = message.Reduces ? [.. sent.Zip(held, (a, b) => a + b)] : sent;
        }
    }

    private List<string> Faults()
    {
        var faults = new List<string>();
        for (int chunk = 0; chunk < _schedule.Chunks.Count; chunk++)
        {
            if (_schedule.Chunks[chunk].Count == 0) continue;
            for (int rank = 0; rank < Ranks; rank++)
            {
                int[] content = _state[(rank, chunk)];
                if (!IsRight(rank, chunk, content)) faults.Add($"rank {rank} chunk {chunk}: {string.Join(",", content)}");
            }
        }
        return faults;
    }

    private bool IsRight(int rank, int chunk, int[] content)
    {
        int owner = _schedule.Owners[chunk];
        return Kind switch
        {
            CollectiveKind.AllReduce => content.All(count => count == 1),
            CollectiveKind.ReduceScatter => rank != owner || content.All(count => count == 1),
            CollectiveKind.AllToAll => rank != chunk % Ranks || Holds(content, owner),
            CollectiveKind.SendReceive => rank != Ranks - 1 || Holds(content, owner),
            _ => Holds(content, owner),
        };
    }

    private static bool Holds(int[] content, int owner) => content[owner] == 1 && content.Sum() == 1;
}
