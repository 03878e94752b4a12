using System.Globalization;
using DeepStack.Sim.Serving.Scheduling;

namespace DeepStack.Sim.Serving.Tests.Second;

/// <summary>A KV block of the second scheduler.</summary>
internal sealed class SecondBlock
{
    public int Users { get; set; }

    /// <summary>What the block holds, written out in full; null where it cannot be found.</summary>
    public string? Content { get; set; }
}

/// <summary>The block pool of the second scheduler: one free queue, and a list of findable blocks in the order of entry.</summary>
internal sealed class SecondBlocks
{
    private readonly SchedulerSpec _spec;
    private readonly Mutation _mutation;
    private readonly List<SecondBlock> _free = [];
    private readonly Dictionary<string, List<SecondBlock>> _findable = [];
    private readonly int _all;

    public SecondBlocks(SchedulerSpec spec, Mutation mutation)
    {
        _spec = spec;
        _mutation = mutation;
        _all = mutation == Mutation.NullBlockIsUsed ? spec.BlockCount : spec.BlockCount - 1;
        for (int i = 0; i < _all; i++) _free.Add(new SecondBlock());
    }

    public int FreeCount => _free.Count;

    public bool AllFree => _free.Count == _all;

    public int Missing(Sequence s, int tokens) => (tokens + _spec.BlockTokens - 1) / _spec.BlockTokens - s.Blocks.Count;

    public void Allocate(Sequence s, int tokens)
    {
        for (int missing = Missing(s, tokens); missing > 0; missing--)
        {
            int place = _mutation == Mutation.NewestIsEvicted && _free.TrueForAll(b => b.Content is not null) ? _free.Count - 1 : 0;
            SecondBlock block = _free[place];
            _free.RemoveAt(place);
            if (block.Content is { } content) _findable[content].Remove(block);
            block.Content = null;
            block.Users = 1;
            s.Blocks.Add(block);
        }
    }

    public List<SecondBlock> Find(Sequence s)
    {
        List<SecondBlock> hits = [];
        if (!_spec.PrefixCaching) return hits;
        int most = (s.Known - (_mutation == Mutation.WholeSequenceMayHit ? 0 : 1)) / _spec.BlockTokens;
        while (hits.Count < most && _findable.TryGetValue(ContentOf(s, hits.Count), out List<SecondBlock>? same) && same.Count > 0) hits.Add(same[0]);
        return hits;
    }

    public void Share(Sequence s, List<SecondBlock> hits)
    {
        foreach (SecondBlock block in hits)
        {
            if (block.Users++ == 0) _free.Remove(block);
            s.Blocks.Add(block);
        }
        s.Entered = hits.Count;
    }

    public void Enter(Sequence s, int tokens)
    {
        if (!_spec.PrefixCaching) return;
        int verified = _mutation == Mutation.DraftsEnterTheCache ? tokens : Math.Min(tokens, s.Known);
        for (; s.Entered < verified / _spec.BlockTokens; s.Entered++)
        {
            SecondBlock block = s.Blocks[s.Entered];
            block.Content = ContentOf(s, s.Entered);
            if (!_findable.TryGetValue(block.Content, out List<SecondBlock>? same)) _findable[block.Content] = same = [];
            same.Add(block);
        }
    }

    public void Free(Sequence s)
    {
        IEnumerable<SecondBlock> order = _mutation == Mutation.FreedFromTheFront ? s.Blocks : Enumerable.Reverse(s.Blocks);
        foreach (SecondBlock block in order)
        {
            if (--block.Users > 0) continue;
            if (block.Content is null && _mutation != Mutation.BlankBlocksGoLast) _free.Insert(0, block);
            else _free.Add(block);
        }
        s.Blocks.Clear();
        s.Entered = 0;
    }

    private string ContentOf(Sequence s, int block)
    {
        int end = (block + 1) * _spec.BlockTokens, unit = s.Request.BlockTokens;
        return unit == 0 || end > s.Request.InputTokens
            ? string.Create(CultureInfo.InvariantCulture, $"own {s.Request.Index} {end}")
            : string.Create(CultureInfo.InvariantCulture, $"{s.Request.BlockHashes[(end - 1) / unit]} up to {(end - 1) % unit}");
    }
}
