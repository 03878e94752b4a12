using DeepStack.Sim.Workload.Requests;

namespace DeepStack.Sim.Serving.Kv;

/// <summary>A pool whose full blocks are shared between requests with the same beginning.</summary>
/// <remarks>
/// Free blocks are handed out in this order: those that hold nothing findable, then the one that was freed longest ago, whose content
/// is forgotten. A request's blocks are freed from its end, so that beginnings survive longest. Several blocks may have the same
/// content; the one entered first is found.
/// </remarks>
internal sealed class HashedBlocks : IKvBlocks
{
    private readonly int _blockTokens;
    private readonly int _usable;
    private readonly BlockIndex _index = new();
    private readonly IdleBlocks _idle = new();
    private readonly List<int> _found = [];
    private readonly Stack<int> _blank = new();
    private int[] _holders = new int[256];
    private HeldBlocks[] _held = [];
    private int _everUsed;

    /// <param name="blocks">Blocks that requests can hold; they are numbered from 1, since block 0 is the null block.</param>
    /// <param name="blockTokens">Tokens per block.</param>
    public HashedBlocks(int blocks, int blockTokens)
    {
        _usable = blocks;
        _blockTokens = blockTokens;
    }

    public int Free => _blank.Count + (_usable - _everUsed) + _idle.Count;

    public PrefixMatch Find(TraceRequest request, int blocks)
    {
        _found.Clear();
        int idle = 0;
        for (int i = 0; i < blocks; i++)
        {
            int block = _index.Find(BlockHash.Of(request, i, _blockTokens));
            if (block == 0) break;
            _found.Add(block);
            if (_holders[block] == 0) idle++;
        }
        return new PrefixMatch(_found.Count, idle);
    }

    public void Take(int slot, int blocks)
    {
        if (slot >= _held.Length) Array.Resize(ref _held, Math.Max(64, slot * 2));
        ref HeldBlocks held = ref _held[slot];
        held.Clear();
        for (int i = 0; i < _found.Count; i++)
        {
            int block = _found[i];
            if (_holders[block]++ == 0) _idle.Remove(block);
            held.Add(block);
        }
        held.Entered = held.Count;
        Grow(slot, held.Count, blocks);
    }

    public void Grow(int slot, int held, int blocks)
    {
        for (int i = held; i < blocks; i++) _held[slot].Add(TakeFree());
    }

    public void Enter(int slot, TraceRequest request, int fullBlocks)
    {
        ref HeldBlocks held = ref _held[slot];
        for (; held.Entered < fullBlocks; held.Entered++)
        {
            if (BlockHash.IsShared(request, held.Entered, _blockTokens)) _index.Add(held[held.Entered], BlockHash.Of(request, held.Entered, _blockTokens));
            else _index.Mark(held[held.Entered]);
        }
    }

    public void Release(int slot, int held, TraceRequest? comesBack)
    {
        if (comesBack is not null) EnterMarked(in _held[slot], comesBack);
        for (int i = held - 1; i >= 0; i--)
        {
            int block = _held[slot][i];
            if (--_holders[block] > 0) continue;
            if (_index.IsFindable(block)) _idle.AddLast(block);
            else _blank.Push(block);
        }
    }

    /// <summary>Enters the blocks that only their own request can find, which it does after a preemption alone.</summary>
    private void EnterMarked(in HeldBlocks held, TraceRequest request)
    {
        for (int i = 0; i < held.Entered; i++)
        {
            if (_index.IsMarked(held[i])) _index.Add(held[i], BlockHash.Of(request, i, _blockTokens));
        }
    }

    private int TakeFree()
    {
        if (!_blank.TryPop(out int block))
        {
            if (_everUsed < _usable)
            {
                block = ++_everUsed;
                if (block == _holders.Length) Array.Resize(ref _holders, block * 2);
            }
            else
            {
                block = _idle.TakeFirst();
                _index.Remove(block);
            }
        }
        _holders[block] = 1;
        return block;
    }
}
