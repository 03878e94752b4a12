using DeepStack.Sim.Core.Events;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Serving.Kv;
using DeepStack.Sim.Serving.Scheduling;
using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>KV blocks of one rank in the memory of its host: full blocks are written there when they are filled, and read when they are missed.</summary>
/// <remarks>
/// A block can be found once it has been written; where no place is free, the one used longest ago is forgotten, but none that is being
/// read or written. As with vLLM's offloading connector, a request looks here for what follows its hits in the device's pool.
/// </remarks>
/// <approximation>What is written is a copy taken when the step ends; the device's block is not held until it has been written.</approximation>
internal sealed class HostTier : IEventHandler
{
    private readonly Simulation _simulation;
    private readonly ReplicaScheduler _scheduler;
    private readonly IKvTransport _transport;
    private readonly Action _wake;
    private readonly int _rank;
    private readonly int _capacity;
    private readonly int _blockTokens;
    private readonly BlockIndex _index = new();
    private readonly IdleBlocks _idle = new();
    private readonly HashSet<long> _beingWritten = [];
    private readonly Dictionary<int, int> _readers = [];
    private readonly Dictionary<long, HostMove> _moves = [];
    private int _everUsed;
    private long _nextMove;

    /// <param name="simulation">The world.</param>
    /// <param name="rank">The rank's number.</param>
    /// <param name="scheduler">Its scheduler.</param>
    /// <param name="capacity">Blocks that the host holds; at least 1.</param>
    /// <param name="transport">What moves blocks.</param>
    /// <param name="wake">Wakes the rank's replica.</param>
    public HostTier(Simulation simulation, int rank, ReplicaScheduler scheduler, int capacity, IKvTransport transport, Action wake)
    {
        _simulation = simulation;
        _rank = rank;
        _scheduler = scheduler;
        _capacity = capacity;
        _transport = transport;
        _wake = wake;
        _blockTokens = scheduler.Spec.BlockTokens;
    }

    /// <summary>Tokens of a request from its beginning that lie in the pool or, right behind those, here; the last token is never among them.</summary>
    public int TokensAtHand(TraceRequest request, int known, int local)
    {
        int block = local / _blockTokens, most = (known - 1) / _blockTokens;
        while (block < most && _index.Find(HashOf(request, block)) != 0) block++;
        return block * _blockTokens;
    }

    /// <summary>Reads blocks into the rank's pool.</summary>
    public void Load(TraceRequest request, int firstBlock, int blocks)
    {
        var move = new HostMove(request.Index, KvMoveKind.Fetch, firstBlock);
        for (int i = firstBlock; i < firstBlock + blocks; i++)
        {
            int block = _index.Find(HashOf(request, i));
            int readers = _readers.GetValueOrDefault(block);
            if (readers == 0) _idle.Remove(block);
            _readers[block] = readers + 1;
            move.Blocks.Add((block, 0));
        }
        Begin(move);
    }

    /// <summary>Writes blocks that a step has filled, where they are not here yet and have a place.</summary>
    public void Store(TraceRequest request, int first, int end)
    {
        HostMove? move = null;
        for (int i = first; i < end; i++)
        {
            long hash = HashOf(request, i);
            if (_index.Find(hash) != 0 || _beingWritten.Contains(hash) || !TryTake(out int block))
            {
                if (move is not null) Begin(move);
                move = null;
                continue;
            }
            _beingWritten.Add(hash);
            move ??= new HostMove(request.Index, KvMoveKind.Offload, i);
            move.Blocks.Add((block, hash));
        }
        if (move is not null) Begin(move);
    }

    /// <inheritdoc/>
    public void Handle(long payload)
    {
        _moves.Remove(payload, out HostMove? move);
        foreach ((int block, long hash) in move!.Blocks)
        {
            if (move.Kind == KvMoveKind.Offload)
            {
                _beingWritten.Remove(hash);
                _index.Add(block, hash);
                _idle.AddLast(block);
            }
            else if (--_readers[block] == 0)
            {
                _readers.Remove(block);
                _idle.AddLast(block);
            }
        }
        if (move.Kind == KvMoveKind.Offload) return;
        _scheduler.EndLoad(move.Request, arrived: true, _simulation.Now);
        _wake();
    }

    private long HashOf(TraceRequest request, int block) => BlockHash.Of(request, block, _blockTokens);

    private bool TryTake(out int block)
    {
        block = 0;
        if (_everUsed < _capacity) block = ++_everUsed;
        else if (_idle.Count > 0) _index.Remove(block = _idle.TakeFirst());
        return block != 0;
    }

    private void Begin(HostMove move)
    {
        SimTime now = _simulation.Now;
        _moves.Add(_nextMove, move);
        _transport.Begin(new KvMove(move.Request, move.Kind, _rank, _rank, move.FirstBlock, move.Blocks.Count, now, now), this, _nextMove++);
    }

    private sealed record HostMove(int Request, KvMoveKind Kind, int FirstBlock)
    {
        public List<(int Block, long Hash)> Blocks { get; } = [];
    }
}
