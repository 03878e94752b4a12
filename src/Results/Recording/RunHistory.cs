namespace DeepStack.Sim.Results.Recording;

/// <summary>Collects the <see cref="StepRun"/>s of one request while it is served; a few comparisons a step in the common case.</summary>
public sealed class RunHistory
{
    private readonly List<StepRun> _closed = [];
    private int _replica = -1, _computed, _delivered;
    private long _first, _end;

    /// <summary>The runs so far, in time order.</summary>
    public IReadOnlyList<StepRun> Runs => _end == 0 ? [] : [.. _closed, Open];

    private StepRun Open => new(_replica, _first, _end - _first, _computed, _delivered);

    /// <summary>The request was part of consecutive steps of a replica, in each of which the same was done for it.</summary>
    public void Add(int replica, long firstStep, int computedTokens, int deliveredTokens, long steps = 1)
    {
        if (firstStep != _end || computedTokens != _computed || deliveredTokens != _delivered || replica != _replica)
        {
            if (_end > 0) _closed.Add(Open);
            (_replica, _first, _computed, _delivered) = (replica, firstStep, computedTokens, deliveredTokens);
        }
        _end = firstStep + steps;
    }
}
