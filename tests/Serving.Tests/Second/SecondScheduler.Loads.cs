namespace DeepStack.Sim.Serving.Tests.Second;

/// <content>Requests whose KV lies in another place: set aside with blocks for all they know, and taken up before the queue when it has come.</content>
internal sealed partial class SecondScheduler
{
    private readonly List<Sequence> _loading = [];
    private readonly List<Sequence> _loaded = [];

    /// <summary>What a request waited for has come, or will not come.</summary>
    public void EndLoad(int request, bool arrived)
    {
        Sequence s = _loading.Single(l => l.Request.Index == request);
        _loading.Remove(s);
        if (arrived)
        {
            int there = Math.Min(s.Elsewhere, s.Known);
            if (mutation != Mutation.LoadedPromptIsComputedAgain) s.Computed = Math.Min(there, mutation == Mutation.LoadedIsSampledWithoutAStep ? s.Known : s.Known - 1);
            _pool.Enter(s, there);
            _loaded.Add(s);
            return;
        }
        _pool.Free(s);
        s.Computed = 0;
        if (mutation != Mutation.FailedLoadIsTriedAgain) s.Elsewhere = 0;
        Return(s, toTheBack: mutation == Mutation.FailedLoadGoesToTheBack);
    }

    private bool TryLoad(Sequence s, List<SecondBlock> hits, ref int budget)
    {
        int owed = mutation == Mutation.LoadsLeaveNothingToPrompts ? 0 : _running.Where(r => r.Computed < r.Known).Sum(r => Math.Max(0, _pool.Missing(r, r.Known)));
        int tokens = Math.Max(s.Known, ReservedTokens(s));
        if (!HasRoom(hits, Blocks(tokens) + owed)) return false;
        _pool.Share(s, hits);
        _pool.Allocate(s, tokens);
        s.Computed = hits.Count * spec.BlockTokens;
        if (mutation == Mutation.LoadTakesBudget) budget = Math.Max(0, budget - s.Known);
        _loading.Add(s);
        return true;
    }

    /// <summary>Takes up those whose KV has come; false if one has to wait, and with it everybody behind.</summary>
    private bool Resume(List<Part> parts, ref int budget)
    {
        foreach (Sequence s in _loaded.ToList())
        {
            int tokens = Limit(s.Known - s.Computed);
            if (budget == 0 || _running.Count == Limit() || (tokens > budget && !spec.ChunkedPrefill)) return false;
            _loaded.Remove(s);
            Run(s, Math.Min(tokens, budget), parts, ref budget);
        }
        return true;
    }
}
