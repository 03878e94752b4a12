using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>Collects the messages of a collective; what each must wait for follows from the data it carries.</summary>
/// <remarks>A message waits for every earlier one that brought its sender something of the chunks it carries.</remarks>
public sealed class ScheduleBuilder
{
    private readonly CollectiveRequest _request;
    private readonly string _algorithm;
    private readonly Bytes[] _chunks;
    private readonly int[] _owners;
    private readonly List<CollectiveMessage> _messages = [];
    private readonly Dictionary<(int Rank, int Chunk), Writers> _writers = [];
    private readonly List<int> _before = [];

    /// <param name="request">What the schedule fulfils.</param>
    /// <param name="algorithm">The algorithm's name.</param>
    /// <param name="chunks">The size of every chunk.</param>
    /// <param name="owners">The rank that owns each chunk.</param>
    public ScheduleBuilder(CollectiveRequest request, string algorithm, Bytes[] chunks, int[] owners)
    {
        _request = request;
        _algorithm = algorithm;
        _chunks = chunks;
        _owners = owners;
    }

    /// <summary>A builder for a vector cut into pieces and each piece into one part a rank: chunk = piece * ranks + part.</summary>
    /// <remarks>Part i of n of m bytes is bytes m*i/n up to m*(i+1)/n, in whole numbers; pieces likewise.</remarks>
    public static ScheduleBuilder OfParts(CollectiveRequest request, string algorithm)
    {
        int ranks = request.Ranks;
        var chunks = new Bytes[request.Pieces * ranks];
        for (int piece = 0; piece < request.Pieces; piece++)
        {
            long size = Part(request.Size.Count, piece, request.Pieces);
            for (int part = 0; part < ranks; part++) chunks[piece * ranks + part] = Bytes.FromCount(Part(size, part, ranks));
        }
        return new ScheduleBuilder(request, algorithm, chunks, [.. Enumerable.Range(0, chunks.Length).Select(chunk => chunk % ranks)]);
    }

    /// <summary>A builder for the blocks of an all-to-all: chunk = sender * ranks + receiver.</summary>
    public static ScheduleBuilder OfBlocks(CollectiveRequest request, string algorithm)
    {
        int ranks = request.Ranks;
        double weights = request.Weights.Sum();
        var chunks = new Bytes[ranks * ranks];
        for (int chunk = 0; chunk < chunks.Length; chunk++) chunks[chunk] = BlockOf(request, weights, chunk / ranks, chunk % ranks);
        return new ScheduleBuilder(request, algorithm, chunks, [.. Enumerable.Range(0, chunks.Length).Select(chunk => chunk / ranks)]);
    }

    private static Bytes BlockOf(CollectiveRequest request, double weights, int sender, int receiver)
    {
        if (request.Weights.Count == 0) return Bytes.FromCount(Part(request.Size.Count, receiver, request.Ranks));
        return Bytes.FromCount((long)Math.Ceiling(request.Size.Count * (request.Weights[request.WeighsSenders ? sender : receiver] / weights)));
    }

    /// <summary>A builder for a vector of rank 0 that is cut into pieces only.</summary>
    public static ScheduleBuilder OfPieces(CollectiveRequest request, string algorithm)
    {
        var chunks = new Bytes[request.Pieces];
        for (int piece = 0; piece < chunks.Length; piece++) chunks[piece] = Bytes.FromCount(Part(request.Size.Count, piece, request.Pieces));
        return new ScheduleBuilder(request, algorithm, chunks, new int[chunks.Length]);
    }

    /// <summary>Adds a message, unless it would be empty.</summary>
    /// <param name="from">The sending rank.</param>
    /// <param name="to">The receiving rank.</param>
    /// <param name="chunks">What it carries.</param>
    /// <param name="reduces">Whether the receiver adds it to what it has.</param>
    /// <param name="after">Messages to wait for besides those that brought the data.</param>
    /// <returns>Its number; -1 if it would be empty.</returns>
    public int Add(int from, int to, IReadOnlyList<int> chunks, bool reduces, IReadOnlyList<int>? after = null)
    {
        long size = 0;
        foreach (int chunk in chunks) size += _chunks[chunk].Count;
        if (size == 0) return -1;
        int number = _messages.Count;
        _messages.Add(new CollectiveMessage(from, to, Bytes.FromCount(size), chunks, reduces, Before(from, chunks, after ?? [])));
        foreach (int chunk in chunks) Write(to, chunk, number, reduces);
        return number;
    }

    /// <summary>Adds messages of one step that carry the same chunks: each sends what its sender had before the step.</summary>
    public void AddTogether(IReadOnlyList<(int From, int To)> pairs, IReadOnlyList<int> chunks, bool reduces)
    {
        IReadOnlyList<int>[] before = [.. pairs.Select(pair => Before(pair.From, chunks, []))];
        long size = 0;
        foreach (int chunk in chunks) size += _chunks[chunk].Count;
        if (size == 0) return;
        for (int i = 0; i < pairs.Count; i++)
        {
            int number = _messages.Count;
            _messages.Add(new CollectiveMessage(pairs[i].From, pairs[i].To, Bytes.FromCount(size), chunks, reduces, before[i]));
            foreach (int chunk in chunks) Write(pairs[i].To, chunk, number, reduces);
        }
    }

    /// <summary>The finished schedule.</summary>
    public CollectiveSchedule Build() => new(_request, _algorithm, _chunks, _owners, _messages);

    /// <summary>The size of one of several nearly equal parts.</summary>
    private static long Part(long whole, int index, int count) => (long)((Int128)whole * (index + 1) / count) - (long)((Int128)whole * index / count);

    private int[] Before(int from, IReadOnlyList<int> chunks, IReadOnlyList<int> after)
    {
        if (after.Count == 0 && chunks.Count == 1) return _writers.TryGetValue((from, chunks[0]), out Writers? only) ? only.Snapshot() : [];
        _before.Clear();
        foreach (int number in after)
        {
            if (number >= 0) _before.Add(number);
        }
        foreach (int chunk in chunks)
        {
            if (_writers.TryGetValue((from, chunk), out Writers? writers)) _before.AddRange(writers.Snapshot());
        }
        _before.Sort();
        int kept = 0;
        for (int i = 0; i < _before.Count; i++)
        {
            if (i == 0 || _before[i] != _before[i - 1]) _before[kept++] = _before[i];
        }
        return [.. _before.Take(kept)];
    }

    private void Write(int rank, int chunk, int number, bool reduces)
    {
        if (!_writers.TryGetValue((rank, chunk), out Writers? writers)) _writers.Add((rank, chunk), writers = new Writers());
        writers.Add(number, reduces);
    }

    /// <summary>The messages that brought a rank what it has of a chunk, in order.</summary>
    private sealed class Writers
    {
        private readonly List<int> _numbers = [];
        private int[]? _snapshot;

        /// <summary>Those so far; messages of equal needs share it.</summary>
        public int[] Snapshot() => _snapshot ??= [.. _numbers];

        public void Add(int number, bool reduces)
        {
            if (!reduces) _numbers.Clear();
            _numbers.Add(number);
            _snapshot = null;
        }
    }
}
