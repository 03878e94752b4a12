using DeepStack.Sim.Mapping.Collectives;

namespace DeepStack.Sim.Mapping.Tests.Collectives;

/// <summary>Carries the data of a schedule along by its dependencies alone and says what every rank ends with.</summary>
/// <remarks>
/// A chunk's content is the multiset of ranks whose contributions are summed in it: a number per rank. What a message carries is what
/// its sender held at first, changed by the messages that it waits for and by no others, so a missing dependency shows whatever the timing.
/// </remarks>
internal sealed class ScheduleProof
{
    private readonly CollectiveSchedule _schedule;
    private readonly Dictionary<(int Message, int Chunk), int[]> _carried = [];

    private ScheduleProof(CollectiveSchedule schedule) => _schedule = schedule;

    private int Ranks => _schedule.Ranks;

    private CollectiveKind Kind => _schedule.Request.Kind;

    /// <summary>What is wrong at the end; empty if the schedule keeps its promise.</summary>
    public static IReadOnlyList<string> FaultsOf(CollectiveSchedule schedule)
    {
        var proof = new ScheduleProof(schedule);
        for (int number = 0; number < schedule.Messages.Count; number++) proof.Carry(number);
        return proof.Faults();
    }

    private void Carry(int number)
    {
        CollectiveMessage message = _schedule.Messages[number];
        Assert.All(message.After, before => Assert.InRange(before, 0, number - 1));
        foreach (int chunk in message.Chunks) _carried[(number, chunk)] = ContentOf(message.From, chunk, message.After);
    }

    /// <summary>What a rank holds of a chunk when some messages have arrived, in the order of their numbers.</summary>
    private int[] ContentOf(int rank, int chunk, IEnumerable<int> arrived)
    {
        int[] content = AtFirst(rank, chunk);
        foreach (int number in arrived)
        {
            if (_schedule.Messages[number].To != rank || !_carried.TryGetValue((number, chunk), out int[]? sent)) continue;
            content = _schedule.Messages[number].Reduces ? [.. content.Zip(sent, (a, b) => a + b)] : sent;
        }
        return content;
    }

    private int[] AtFirst(int rank, int chunk)
    {
        int[] content = new int[Ranks];
        bool everybody = Kind is CollectiveKind.AllReduce or CollectiveKind.ReduceScatter;
        if (everybody || _schedule.Owners[chunk] == rank) content[rank] = 1;
        return content;
    }

    private List<string> Faults()
    {
        ILookup<int, int> received = Enumerable.Range(0, _schedule.Messages.Count).ToLookup(number => _schedule.Messages[number].To);
        var faults = new List<string>();
        for (int chunk = 0; chunk < _schedule.Chunks.Count; chunk++)
        {
            for (int rank = 0; rank < Ranks && _schedule.Chunks[chunk].Count > 0; rank++)
            {
                int[] content = ContentOf(rank, chunk, received[rank]);
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
